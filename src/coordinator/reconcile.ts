import { sweepProcesses } from "../agents/process-tree.ts";
import { listLeases } from "../claims/list-leases.ts";
import { releaseLease } from "../claims/renew.ts";
import { HOLDING_STATES } from "../core/session.ts";
import { sweepGates } from "../landing/gates/sweep-gates.ts";
import { openWorkspace } from "../workspaces/open-workspace.ts";
import { sweepUnfinished } from "../workspaces/sweep-unfinished.ts";
import { gatesDirectory } from "./gates.ts";
import { settleLease } from "./live/watch-session.ts";
import { NOTHING_ASKED } from "./questions.ts";
import { resolvePushes } from "./resolve-pushes.ts";
import type { RunContext } from "./run-context.ts";
import { changeWithdrawn, requeue } from "./steps/change-endings.ts";
import { closeWorkspace } from "./steps/end-session.ts";
import { workspaceRequest } from "./steps/prepare.ts";

/**
 * Makes git, processes and store agree again after a crash, before anything new is decided (promise 7). Every line
 * here is for one place where kill -9 may have struck; with nothing left behind it does nothing.
 */
export async function reconcile(context: RunContext): Promise<void> {
  await endOrphans(context);
  await takeOver(context);
  await sweepUnfinished(context.engine.site.state);
  await resolvePushes(context);
  await queueAgain(context);
  await settleSubmitted(context);
  await settleLeases(context);
  await giveBackOrphanClaims(context);
  await closeFinished(context);
}

/** Agents and gates of the killed coordinator may still run, unsupervised: end them; they are started again. */
async function endOrphans({ engine }: RunContext): Promise<void> {
  await sweepGates(gatesDirectory(engine), engine.clock);
  for (const session of await engine.store.sessions({ states: HOLDING_STATES })) await sweepProcesses(session.id, engine.clock);
}

/** What an earlier run left unfinished is this run's from now on: it counts here, and is not done a second time. */
async function takeOver({ engine, run }: RunContext): Promise<void> {
  for (const session of await engine.store.sessions({ states: [...HOLDING_STATES, "landed", "verified"] })) {
    if (session.run !== run) await engine.store.patchSession(session.id, { run });
  }
}

/** What was being tested when the process died is tested again; results are cached by tree. */
async function queueAgain(context: RunContext): Promise<void> {
  const { store } = context.engine;
  const unknown = new Set((await store.openAttempts()).flatMap(({ changes }) => changes));
  for (const change of await store.changes({ states: ["testing", "pushing"] })) if (!unknown.has(change.id)) await requeue(context, change);
}

/** The change was stored but the session not yet moved, or the other way about: the change is the truth. */
async function settleSubmitted(context: RunContext): Promise<void> {
  const { store } = context.engine;
  for (const change of await store.changes({ states: ["queued"] })) {
    if (change.session === null || change.kind === "revert") continue;
    const session = await store.session(change.session);
    if (session === undefined) continue;
    if (change.kind === "part") {
      // Its agent was ended while it waited for the answer; started again, it submits the part again.
      await store.moveChange(change.id, "queued", "withdrawn", {
        kind: "change-withdrawn",
        change: change.id,
        reason: "its agent was restarted",
      });
    } else if (session.state === "working") {
      await store.moveSession(session.id, "working", "submitted", "its change was stored before the crash", NOTHING_ASKED);
    } else if (!(HOLDING_STATES as readonly string[]).includes(session.state)) {
      await changeWithdrawn(context, change, "its session has ended");
    }
  }
  for (const session of await store.sessions({ states: ["submitted", "gated", "candidate"] })) {
    const [last] = (await store.changes({ session: session.id })).slice(-1);
    if (last?.state === "queued" && session.state !== "submitted")
      await store.moveSession(session.id, session.state, "submitted", "queued again after a restart");
    if (last?.state === "landed")
      await store.moveSession(session.id, session.state, session.state === "candidate" ? "landed" : session.state, "on main", {
        landedCommit: last.commit,
      });
    if (last?.state === "returned") await store.moveSession(session.id, session.state, "returned", "its change came back before the crash");
  }
}

/** What a session was seen to touch, or its workspace shows, and its lease may be apart by one crash. */
async function settleLeases(context: RunContext): Promise<void> {
  for (const session of await context.engine.store.sessions({ states: HOLDING_STATES })) {
    const workspace = session.state === "working" ? await openWorkspace(workspaceRequest(context, session)) : undefined;
    await settleLease(context, session, workspace);
  }
}

/** A claim of this host without a session: the crash came between the two. Nobody works under it. */
async function giveBackOrphanClaims({ engine }: RunContext): Promise<void> {
  const known = new Set((await engine.store.sessions({ states: HOLDING_STATES })).map((session) => session.id));
  for (const lease of await listLeases(engine.claims)) {
    const { kind, host, session, state } = lease.record;
    if (kind === "claim" && state === "held" && host === engine.hostId && (session === null || !known.has(session)))
      await releaseLease(engine.claims, lease);
  }
}

/** Sessions that ended but whose workspace was not removed any more. */
async function closeFinished(context: RunContext): Promise<void> {
  for (const session of await context.engine.store.sessions({
    states: ["failed", "aborted", "rejected", "rolled-back", "done-by", "verified", "archived"],
  })) {
    await closeWorkspace(context, session.id);
  }
}
