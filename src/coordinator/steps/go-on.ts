import { describeObstacle } from "../../claims/describe-refusal.ts";
import { resumeLease } from "../../claims/resume.ts";
import type { HeldLease } from "../../core/claim.ts";
import type { SessionRow } from "../../store/rows.ts";
import type { RunContext } from "../run-context.ts";
import { endSession } from "./end-session.ts";

const AGAIN_MS = 1_000;

/**
 * Takes up a session again that waited for a person or for a time, in this place. What it holds is looked at first:
 * somebody elsewhere may have taken its task over meanwhile, with the next epoch; then its work is kept in salvage.
 */
export async function goOn(context: RunContext, session: SessionRow, slot: number): Promise<void> {
  const { engine, live } = context;
  const { claims, clock } = engine;
  const held = await resumeLease(claims, session.claimRef, session.claimOid);
  if (!held.ok && held.refusal.code !== "busy")
    return endSession(context, session.id, "aborted", `its claim (epoch ${session.epoch}) is gone: ${describeObstacle(held.refusal)}`);
  if (held.ok && (await takePathsAgain(context, session))) return moveOn(context, session, slot, held.value);
  // The remote does not answer, or somebody leased the paths just now: looked at again in a moment.
  await clock.sleep(AGAIN_MS, live.stopNow.signal);
}

async function moveOn({ engine }: RunContext, session: SessionRow, slot: number, { oid }: HeldLease): Promise<void> {
  const isAnswered = session.state === "waiting-input";
  const reason = isAnswered ? "a person answered" : session.state === "stalled" ? "started again" : "the rate limit is over";
  // With an answer the tries are counted anew.
  const patch = { slot, deadlineMs: null, claimOid: oid, ...(isAnswered ? { returns: 0 } : {}) };
  await engine.store.moveSession(session.id, session.state, "working", reason, patch);
}

/** What it gave to others while it waited; false while somebody holds it. */
async function takePathsAgain(context: RunContext, session: SessionRow): Promise<boolean> {
  const task = context.tasks.get(session.task);
  if (session.state !== "waiting-input" || session.paths.length > 0 || task === undefined) return true;
  const paths = context.footprint(task);
  return paths.length === 0 || (await context.engine.store.extendLease(session.id, paths)).ok;
}

/** Gives the paths of a session that waits for a person to those who can work meanwhile. */
export async function yieldLease({ engine }: RunContext, session: SessionRow): Promise<void> {
  await engine.store.narrowLease(session.id, session.paths, "it waits for an answer, and others can work there");
}
