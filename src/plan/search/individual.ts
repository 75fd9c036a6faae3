// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import { type Prepared, topological } from "./prepare.ts";
import type { SerialDecoder } from "./serial-decoder.ts";

export type Direction = "forward" | "backward";

/** A schedule seen from its far end, which is where the next pass begins: the times of a schedule built from the left run from the right. */
export interface Individual {
  /** When each activity begins, seen from the far end: by these the next list is ordered. */
  readonly keys: Int32Array;
  readonly ends: Int32Array;
  readonly modes: Int32Array;
  readonly makespan: number;
  /** Sum of all ends as it was built: of two schedules as long the one that is emptier at its end is closer to a shorter one. */
  readonly sumOfEnds: number;
}

/** What the decoder has just made. */
export function individualOf({ starts, ends, modes, makespan }: SerialDecoder): Individual {
  const keys = new Int32Array(starts.length);
  const farEnds = new Int32Array(starts.length);
  let sumOfEnds = 0;
  for (let at = 0; at < starts.length; at++) {
    keys[at] = makespan - (ends[at] as number);
    farEnds[at] = makespan - (starts[at] as number);
    sumOfEnds += ends[at] as number;
  }
  return { keys, ends: farEnds, modes: modes.slice(), makespan, sumOfEnds };
}

export function isFitter(a: Individual, b: Individual): boolean {
  return a.makespan < b.makespan || (a.makespan === b.makespan && a.sumOfEnds < b.sumOfEnds);
}

/**
 * Makes lists from keys: rising keys, equal ones in an order that obeys the predecessors. The keys of an activity must not be
 * smaller than those of what comes before it in the direction of the list. The list is valid until the next is made.
 */
export function listMaker(project: Prepared): (keys: Float64Array, direction: Direction) => Int32Array {
  const { count } = project;
  const orders = { forward: Int32Array.from(topological(count, project.before)), backward: new Int32Array(count) };
  orders.backward = orders.forward.toReversed();
  const sorted = new Float64Array(count);
  const list = new Int32Array(count);
  return (keys, direction) => {
    const order = orders[direction];
    // One number carries key and place, so the numbers sort without a comparison function, five times as fast.
    for (let at = 0; at < count; at++) sorted[at] = (keys[order[at] as number] as number) * count + at;
    sorted.sort();
    for (let at = 0; at < count; at++) list[at] = order[(sorted[at] as number) % count] as number;
    return list;
  };
}
