import type { Kysely } from "kysely";
import type { Outcome, Refusal } from "../../core/claim.ts";
import { EVERYTHING, firstOverlap } from "../../core/paths.ts";
import { HOLDING_STATES } from "../../core/session.ts";
import type { PathLease, SessionRow } from "../rows.ts";
import type { Tables } from "../tables.ts";
import type { Write } from "../writer.ts";
import { findSession, findSessions } from "./find-sessions.ts";

/**
 * A path lease is the `paths` of a session in a holding state, and nothing else: it begins when the session opens
 * and is over the moment the session leaves those states, so the two cannot disagree.
 */
export async function findLeases(db: Kysely<Tables>): Promise<PathLease[]> {
  const holders = await findSessions(db, { states: HOLDING_STATES });
  return holders.flatMap(({ id, task, paths }) => paths.map((path) => ({ session: id, task, path })));
}

/** The first of `holders` whose lease overlaps `paths`, as a refusal that names both sides; undefined when all are free. */
export function overlapRefusal(paths: readonly string[], holders: readonly SessionRow[]): Refusal | undefined {
  for (const holder of holders) {
    const overlap = firstOverlap(paths, holder.paths) ?? exclusiveOverlap(paths, holder);
    if (overlap === undefined) continue;
    const [wanted, held] = overlap;
    return {
      code: "held",
      holder: holder.id,
      untilMs: null,
      next: `wait until ${holder.id} (task ${holder.task}) ends: it holds ${held}, which overlaps ${wanted}`,
    };
  }
  return undefined;
}

/**
 * Everything overlaps even a session of our own that has given all its paths back: it may touch others yet (promise 6).
 * One that waits for a person touches nothing until it has leased them again.
 */
function exclusiveOverlap(paths: readonly string[], { slot, state, paths: held }: SessionRow): readonly [string, string] | undefined {
  return paths.includes(EVERYTHING) && slot >= 0 && state !== "waiting-input" && held.length === 0
    ? [EVERYTHING, "whatever it touches next"]
    : undefined;
}

/**
 * Adds paths to a session's lease, all or none, and records `lease-extended` with the answer.
 * @returns the whole lease, or who holds what in the way.
 */
export async function extendLease(write: Write, id: string, paths: readonly string[]): Promise<Outcome<readonly string[]>> {
  const { db, nowMs, record } = write;
  const session = await findSession(db, id);
  const holders = await findSessions(db, { states: HOLDING_STATES });
  if (session === undefined || !holders.some((holder) => holder.id === id)) {
    const next = "claim the task again: this session holds nothing any more";
    return { ok: false, refusal: { code: "not-holder", holder: null, untilMs: null, next } };
  }
  const others = holders.filter((holder) => holder.id !== id);
  const refusal = overlapRefusal(paths, others);
  const scope = { run: session.run, task: session.task, session: id };
  await record(scope, { kind: "lease-extended", paths, granted: refusal === undefined, holder: refusal?.holder ?? null });
  if (refusal !== undefined) return { ok: false, refusal };
  const whole = [...new Set([...session.paths, ...paths])];
  await db
    .updateTable("session")
    .set({ paths: JSON.stringify(whole), updatedAtMs: nowMs })
    .where("id", "=", id)
    .execute();
  return { ok: true, value: whole };
}

/**
 * Takes paths off a session's lease and records `lease-narrowed` with why. Paths it does not hold are ignored, so doing it
 * again changes nothing.
 * @returns the whole lease that is left; undefined, with nothing changed, when there is nothing to give back.
 */
export async function narrowLease(
  { db, nowMs, record }: Write,
  id: string,
  paths: readonly string[],
  because: string,
): Promise<readonly string[] | undefined> {
  const session = await findSession(db, id);
  const isHolding = session !== undefined && (HOLDING_STATES as readonly string[]).includes(session.state);
  if (!isHolding) return undefined;
  const given = new Set(paths);
  const dropped = session.paths.filter((path) => given.has(path));
  if (dropped.length === 0) return undefined;
  const kept = session.paths.filter((path) => !given.has(path));
  await record({ run: session.run, task: session.task, session: id }, { kind: "lease-narrowed", dropped, kept, because });
  await db
    .updateTable("session")
    .set({ paths: JSON.stringify(kept), updatedAtMs: nowMs })
    .where("id", "=", id)
    .execute();
  return kept;
}
