import type { Change } from "../core/change.ts";
import type { Outcome } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { HOLDING_STATES, type SessionState } from "../core/session.ts";
import { diffFiles } from "../git/diff.ts";
import { mergeBase } from "../git/refs.ts";
import type { SessionRow } from "../store/rows.ts";
import { importCommits } from "../workspaces/import-commits.ts";
import { answerSession, askingSession } from "./questions.ts";
import type { RunContext } from "./run-context.ts";
import { observeMain } from "./steps/check-main.ts";
import { endSession } from "./steps/end-session.ts";
import { queueRevert } from "./steps/queue-revert.ts";

/** What a person's command did: one line to say, and the change to follow where it made one. */
export interface CommandDone {
  readonly message: string;
  readonly change: string | null;
}

const LANDED: readonly SessionState[] = ["landed", "verified", "archived"];
const ABORT_GRACE_MS = 3_000;

/** Ends a task's session: its agent is stopped, its work salvaged, its claim given back; the task stays open. */
export async function abortTask(context: RunContext, task: string, reason: string): Promise<Outcome<CommandDone>> {
  const { store } = context.engine;
  const session = (await store.sessions({ task, states: HOLDING_STATES })).at(-1);
  if (session === undefined) return refused("not-holder", `no session works on ${task}`, "signalbox status shows what is going on");
  const [change] = await store.changes({ session: session.id, states: ["testing", "pushing"] });
  if (change !== undefined) return refused("busy", `${task} is being landed right now`, `wait for it, then signalbox rollback ${task}`);
  const agent = context.live.agents.get(session.id);
  if (agent === undefined) {
    await endSession(context, session.id, "aborted", reason);
  } else {
    // The step that runs the agent ends the session once the agent is gone.
    context.live.aborting.set(session.id, reason);
    await agent.cancel(ABORT_GRACE_MS);
  }
  return done(`${session.id} aborted; what it left is under refs/signalbox/salvage/${session.id}`);
}

/** Gives a session a person's answer for its next turn, or ends it and takes its task off the list. */
export async function answerQuestion(
  context: RunContext,
  wanted: string,
  reply: { readonly kind: "text"; readonly text: string } | { readonly kind: "drop"; readonly reason: string },
): Promise<Outcome<CommandDone>> {
  const { store } = context.engine;
  if (reply.kind === "text") {
    const answered = await answerSession(store, wanted, reply.text);
    if (!answered.ok) return answered;
    context.wake();
    return done(`${answered.value} goes on with this answer`);
  }
  const session = await askingSession(store, wanted);
  if (session === undefined) return refused("not-holder", `no session is called ${wanted}`, "signalbox status shows who waits");
  const aborted = await abortTask(context, session.task, reply.reason);
  if (!aborted.ok) return aborted;
  const dropped = await dropTask(context, session.task, reply.reason);
  return dropped.ok ? done(`${session.task} is dropped; what ${session.id} left is under refs/signalbox/salvage/${session.id}`) : dropped;
}

/** Opens a task again that failed, was aborted, rejected or rolled back. */
export async function retryTask(context: RunContext, task: string): Promise<Outcome<CommandDone>> {
  const { store } = context.engine;
  const last = (await store.sessions({ task })).at(-1);
  if (last !== undefined && (HOLDING_STATES as readonly SessionState[]).includes(last.state)) {
    const next = last.state === "waiting-input" ? `signalbox answer ${task} --retry` : `wait for it, or signalbox abort ${task}`;
    return refused("held", `${last.id} works on ${task}`, next);
  }
  if (last !== undefined && LANDED.includes(last.state))
    return refused("landed", `${task} is on main`, `signalbox rollback ${task} takes it back first`);
  await store.setTaskOverride(task, { kind: "reopened", reason: "opened again by a person" }, { run: context.run, session: null });
  context.wake();
  return done(`${task} is open again`);
}

/** Takes a task off the list. A session that works on it must be aborted first. */
export async function dropTask(context: RunContext, task: string, reason: string): Promise<Outcome<CommandDone>> {
  const { store } = context.engine;
  const [session] = await store.sessions({ task, states: HOLDING_STATES });
  if (session !== undefined) return refused("held", `${session.id} works on ${task}`, `signalbox abort ${task}`);
  await store.setTaskOverride(task, { kind: "dropped", reason }, { run: context.run, session: null });
  context.wake();
  return done(`${task} is dropped: ${reason}`);
}

/** Reverts a landed task through the gates and opens it again. */
export async function rollbackTask(context: RunContext, task: string, reason: string): Promise<Outcome<CommandDone>> {
  const { store } = context.engine;
  const landed = (await store.sessions({ task, states: LANDED })).findLast(hasCommit);
  if (landed === undefined) return refused("not-holder", `${task} has no landing to take back`, "signalbox report shows what landed");
  await observeMain(context);
  const because = await queueRevert(context, landed, landed.landedCommit, reason);
  const revert = (await store.changes({ session: landed.id, states: ["queued"] })).find((change) => change.kind === "revert");
  if (revert === undefined) return refused("busy", because ?? "its revert is on main already", "take it back by hand and land that");
  return done(`the revert of ${task} is queued`, revert.id);
}

/** Queues a branch of the owner's clone for landing. */
export async function landBranch(context: RunContext, branch: string, repository: string): Promise<Outcome<CommandDone>> {
  const { engine, live } = context;
  await observeMain(context);
  const head = await importCommits(engine.cache, repository, branch);
  const base = await mergeBase(engine.cache, live.main.commit, head);
  if (base === undefined)
    throw new SignalboxError(
      "bad-input",
      `expected a branch based on ${engine.site.config.main}, got \`${branch}\` without common history`,
    );
  const change: Change = {
    id: `branch-${engine.random.hex(4)}`,
    kind: "branch",
    task: null,
    session: null,
    epoch: null,
    base,
    head,
    subject: `Land ${branch}`,
    state: "queued",
    submittedAtMs: engine.clock.now(),
  };
  await engine.store.submitChange(
    change,
    (await diffFiles(engine.cache, base, head)).map(({ path }) => path),
  );
  context.wake();
  return done(`${branch} is queued as ${change.id}`, change.id);
}

function hasCommit(session: SessionRow): session is SessionRow & { readonly landedCommit: string } {
  return session.landedCommit !== null;
}

function done(message: string, change: string | null = null): Outcome<CommandDone> {
  return { ok: true, value: { message, change } };
}

function refused(code: "busy" | "held" | "landed" | "not-holder", what: string, next: string): Outcome<never> {
  return { ok: false, refusal: { code, holder: null, untilMs: null, next: `${what}; ${next}` } };
}
