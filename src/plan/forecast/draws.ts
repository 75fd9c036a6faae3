import { normalQuantile, normalShare } from "./normal.ts";

/**
 * A number in [0, 1) for a place in a simulation: the same place has the same number, whatever happens elsewhere in the run
 * (common random numbers), so that a change of the plan is not hidden behind other luck. Mixed as MurmurHash3 ends.
 */
export function drawAt(seed: number, run: number, ...place: readonly number[]): number {
  let state = mix((seed ^ 0x9e3779b9) + Math.imul(run + 1, 0x85ebca6b));
  for (const part of place) state = mix(state + Math.imul(part + 1, 0x9e3779b1));
  return state / 2 ** 32;
}

/** Steps of this fraction fill [0, 1) evenly, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Number `at` of a sequence that fills [0, 1) evenly from any `start` on: less noise than chance where one draw moves everything. */
export function evenDraw(at: number, start = 0): number {
  return (start + at * GOLDEN) % 1;
}

function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Draws of one simulated project: uniform in (0, 1) each, from own luck `u`, and all share one factor, the luck `common`. */
export function sharedDraws(correlation: number, common: number): (u: number) => number {
  const shared = Math.sqrt(correlation) * normalQuantile(common);
  const own = Math.sqrt(1 - correlation);
  return (u) => normalShare(shared + own * normalQuantile(u));
}
