// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import type { Individual } from "./individual.ts";
import type { Prepared } from "./prepare.ts";
import type { SearchRun } from "./search-run.ts";

/** The window takes between a quarter and three quarters of the schedule. */
const WINDOW_MIN = 0.25;
const WINDOW_MAX = 0.75;
/** Windows tried: the one in which the parents differ most is used. Measured on J120: 1 is worse by 0.15 points, 8 no better. */
const WINDOWS = 4;

interface Child {
  readonly keys: Float64Array;
  readonly modes: Int32Array;
}

/**
 * Peak crossover (after Valls, Ballestín & Quintanilla 2008): in a window of time the child follows the parent that uses the
 * resources better there, before and after it the other one. Keys keep every predecessor first.
 */
export function crossover(run: SearchRun, intensity: Float64Array, a: Individual, b: Individual): Child {
  const span = Math.min(a.makespan, b.makespan);
  let from = 0;
  let to = 0;
  let lead = 0;
  for (let tried = 0; tried < WINDOWS; tried++) {
    const length = Math.max(1, Math.round(span * (WINDOW_MIN + (WINDOW_MAX - WINDOW_MIN) * run.random.fraction())));
    const start = run.pick(span - length + 1);
    const difference = used(run.project, intensity, a, start, start + length) - used(run.project, intensity, b, start, start + length);
    if (tried > 0 && Math.abs(difference) <= Math.abs(lead)) continue;
    [from, to, lead] = [start, start + length, difference];
  }
  const [inner, outer] = lead > 0 ? [a, b] : [b, a];
  const { count } = run.project;
  const keys = new Float64Array(count);
  const modes = new Int32Array(count);
  const apart = a.makespan + b.makespan + 1;
  for (let at = 0; at < count; at++) {
    const key = outer.keys[at] as number;
    const isInside = key >= from && key <= to;
    // Three bands of keys: all before the window, all inside it, all after it.
    keys[at] = isInside ? (inner.keys[at] as number) + apart : key > to ? key + 2 * apart : key;
    modes[at] = (isInside ? inner.modes[at] : outer.modes[at]) as number;
  }
  return { keys, modes };
}

/** Use of the resources within a window, as shares of their capacities × ticks. */
function used({ firstMode }: Prepared, intensity: Float64Array, individual: Individual, from: number, to: number): number {
  const { keys, ends, modes } = individual;
  let sum = 0;
  for (let at = 0; at < keys.length; at++) {
    const end = ends[at] as number;
    const start = keys[at] as number;
    const overlap = (end < to ? end : to) - (start > from ? start : from);
    if (overlap > 0) sum += overlap * (intensity[(firstMode[at] as number) + (modes[at] as number)] as number);
  }
  return sum;
}

/** By mode: the shares of the capacities it occupies, and the share of the other activities it keeps waiting. */
export function intensityOf({ count, firstMode, exclusive, shares }: Prepared): Float64Array {
  const result = shares.slice();
  for (let at = 0; at < count; at++) {
    const excluded = (exclusive.first[at + 1] as number) - (exclusive.first[at] as number);
    for (let row = firstMode[at] as number; row < (firstMode[at + 1] as number); row++) {
      result[row] = (result[row] as number) + excluded / count;
    }
  }
  return result;
}
