import type { Change } from "../../core/change.ts";
import { diffFiles } from "../../git/diff.ts";
import type { SessionRow } from "../../store/rows.ts";
import { commitWorkspace } from "../../workspaces/commit-workspace.ts";
import type { Workspace } from "../../workspaces/workspace.ts";
import { widenLease } from "../live/lease-live.ts";
import { NOTHING_ASKED } from "../questions.ts";
import { type RunContext, record } from "../run-context.ts";
import { doneByOther } from "./done-by.ts";
import { endSession } from "./end-session.ts";

/** Submits what the workspace holds now as the session's final change: the coordinator commits, whatever the agent did. */
export async function submitFinal(context: RunContext, session: SessionRow, workspace: Workspace): Promise<void> {
  const { store } = context.engine;
  const task = context.tasks.get(session.task);
  const title = task?.title ?? session.task;
  const kind = session.task === context.repairTask ? "repair" : "task";
  const change = await commit(context, session, workspace, kind, title);
  const parts = (await store.changes({ session: session.id, states: ["landed"] })).length;
  if (change.files.length === 0 && parts > 0 && task !== undefined) {
    // Everything landed in parts already: the acceptance on main decides.
    return (await doneByOther(context, task))
      ? endSession(context, session.id, "done-by", "all of its parts are on main and its acceptance passes there")
      : endSession(context, session.id, "failed", "its parts are on main, but its acceptance does not pass there");
  }
  // A write outside the lease extends it where the path is free; where it is not, the lander orders and judges (DESIGN §6).
  await widenLease(context, session.id, change.files);
  await store.submitChange(change.change, change.files);
  await store.moveSession(session.id, "working", "submitted", `${change.files.length} files`, NOTHING_ASKED);
  context.wake();
}

/** Submits a part and waits until it has landed or come back. @returns what to tell the agent. */
export async function submitPart(context: RunContext, sessionId: string, workspace: Workspace, subject: string): Promise<string> {
  const session = await context.engine.store.session(sessionId);
  if (session === undefined) return "this session has ended";
  const { change, files } = await commit(context, session, workspace, "part", subject);
  if (files.length === 0) return "nothing new to land since the last part";
  await widenLease(context, session.id, files);
  const answer = new Promise<string>((resolve) => context.live.partAnswers.set(change.id, resolve));
  await context.engine.store.submitChange(change, files);
  context.wake();
  return answer;
}

async function commit(context: RunContext, session: SessionRow, workspace: Workspace, kind: "task" | "part" | "repair", subject: string) {
  const { engine } = context;
  const committed = await commitWorkspace(workspace, {
    cache: engine.cache,
    message: `${session.task}: ${subject}`,
    author: { name: `${session.agent} (${session.task})`, email: "agent@signalbox.invalid" },
  });
  for (const text of committed.problems)
    await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text });
  const earlier = await engine.store.changes({ session: session.id });
  const lastLanded = earlier.findLast((change) => change.state === "landed");
  const change: Change = {
    id: `${session.id}.${earlier.length + 1}`,
    kind,
    task: session.task,
    session: session.id,
    epoch: session.epoch,
    base: lastLanded?.head ?? session.base,
    head: committed.head,
    subject,
    state: "queued",
    submittedAtMs: engine.clock.now(),
  };
  return { change, files: (await diffFiles(engine.cache, change.base, change.head)).map(({ path }) => path) };
}
