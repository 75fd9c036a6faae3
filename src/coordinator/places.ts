import type { SessionState } from "../core/session.ts";
import { classOfSlot } from "./agent-classes.ts";
import type { SessionView, Snapshot } from "./snapshot.ts";

/**
 * Who has an agent's place, and who gets one next. A session that waits for a person or for its quota has none: another
 * task works there meanwhile. Pure; a part of `decide`.
 */

/** States in which a session occupies an agent. A submitted one does not: its agent is free for the next task. */
const OCCUPYING: readonly SessionState[] = ["claimed", "preparing", "working", "stalled"];

/** No agent runs, and a person or the clock decides when one does again. */
export const PARKED_STATES = ["waiting-input", "rate-limited", "stalled"] as const satisfies readonly SessionState[];

/** Does a session in this state occupy an agent? */
export function occupiesAgent(state: SessionState): boolean {
  return OCCUPYING.includes(state);
}

export function isParked({ state }: SessionView): boolean {
  return (PARKED_STATES as readonly SessionState[]).includes(state);
}

/** Waits for a person who has not answered. */
export function isUnanswered({ state, answered }: SessionView): boolean {
  return state === "waiting-input" && !answered;
}

export interface Places {
  /** By session: the place in which it goes on now. */
  readonly places: ReadonlyMap<string, number>;
  /** Places left for new work. */
  readonly free: readonly number[];
}

/**
 * Gives places to sessions that go on, in the order they were opened, before new work gets any. A rate limit is the
 * account's, not the session's: until it is over nobody begins in a place of that class. Nobody begins either whom the
 * run's budget could not pay to the end.
 * @param mayGoOn is nobody else in the way of it?
 */
export function placesOf(snapshot: Snapshot, mayGoOn: (session: SessionView) => boolean): Places {
  const { sessions, agents, opening, classes } = snapshot;
  const limited = new Set(
    sessions.filter(({ state, waitMs }) => state === "rate-limited" && waitMs > 0).map(({ slot }) => classOfSlot(classes, slot)),
  );
  const taken = new Set([...sessions.filter(({ state }) => occupiesAgent(state)).map(({ slot }) => slot), ...opening.values()]);
  const free = Array.from({ length: agents }, (_, slot) => slot).filter(
    (slot) => !taken.has(slot) && !limited.has(classOfSlot(classes, slot)),
  );
  const places = new Map<string, number>();
  let payable = snapshot.payable;
  for (const session of sessions) {
    if (session.slot < 0 || !isReady(session) || !mayGoOn(session)) continue;
    const place = session.state === "stalled" ? session.slot : placeFor(session, free, classes);
    // A stalled one has kept what it reserved.
    const isPaid = session.state === "stalled" || payable >= 1;
    if (place === undefined || !isPaid) continue;
    if (session.state !== "stalled") payable -= 1;
    places.set(session.id, place);
    if (free.includes(place)) free.splice(free.indexOf(place), 1);
  }
  return { places, free: free.slice(0, Math.max(0, payable)) };
}

/** Its own place, else one of its class. */
function placeFor({ slot }: SessionView, free: readonly number[], classes: Snapshot["classes"]): number | undefined {
  if (free.includes(slot)) return slot;
  return free.find((other) => classOfSlot(classes, other) === classOfSlot(classes, slot));
}

/** Would it go on if it had a place? */
function isReady({ state, answered, waitMs }: SessionView): boolean {
  if (state === "returned") return true;
  if (state === "waiting-input") return answered;
  return (state === "rate-limited" || state === "stalled") && waitMs === 0;
}

/** Milliseconds until the next session's wait is over; undefined when none waits for a time. */
export function nextWaitMs({ sessions }: Pick<Snapshot, "sessions">): number | undefined {
  const waits = sessions.filter((session) => isParked(session) && session.waitMs > 0).map(({ waitMs }) => waitMs);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
