import type { SessionRow } from "../../store/rows.ts";
import { createWorkspace } from "../../workspaces/create-workspace.ts";
import { runOwnerCommand } from "../owner-command.ts";
import { type RunContext, record } from "../run-context.ts";
import { endSession, failSession } from "./end-session.ts";

/** Makes the session's workspace, after the backup that a task marked production asks for. Safe to do again. */
export async function prepare(context: RunContext, session: SessionRow): Promise<void> {
  const { engine } = context;
  if (session.state === "claimed") await engine.store.moveSession(session.id, "claimed", "preparing", "making the workspace");
  try {
    if (!(await backUpFirst(context, session))) return;
    const { notes } = await createWorkspace(workspaceRequest(context, session));
    for (const text of notes) await record(context, { task: session.task, session: session.id }, { kind: "note", level: "warning", text });
    await engine.store.moveSession(session.id, "preparing", "working", "the workspace is ready");
  } catch (error) {
    await failSession(context, session.id, "the workspace could not be made", error);
  }
}

/** What every making or opening of this session's workspace needs. */
export function workspaceRequest({ engine }: RunContext, session: Pick<SessionRow, "id" | "task" | "base">) {
  const { site, cache } = engine;
  return {
    cache,
    stateDirectory: site.state,
    session: session.id,
    task: session.task,
    base: session.base,
    setup: site.config.setup,
    mainCheckout: site.root,
  };
}

/** @returns false when the backup failed: the session has ended then, and nothing was touched. */
async function backUpFirst(context: RunContext, session: SessionRow): Promise<boolean> {
  const { backup } = context.engine.site.config;
  const isProduction = context.tasks.get(session.task)?.production === true || backup?.tasks.includes(session.task) === true;
  if (backup === null || !isProduction) return true;
  const result = await runOwnerCommand(context.engine.site.root, backup.run, backup.timeoutSeconds * 1000);
  await record(context, { task: session.task, session: session.id }, { kind: "backup", passed: result.passed, detail: result.detail });
  if (!result.passed) await endSession(context, session.id, "failed", `the backup failed: ${result.detail}`);
  return result.passed;
}
