import { areLeased, chanceOf, isAppendOnly, narrower } from "./shared-writes.ts";
import type { Write, WriteIndex } from "./write-index.ts";

/**
 * How one task meets every later one, gathered over all paths. Arrays by task number, valid during one visit; numbers are
 * below their size, so a read never misses: hence `as number`.
 */
export interface Meetings {
  /** Later tasks it meets anywhere, in no order. */
  readonly met: readonly number[];
  /** Chance that both write no common file. */
  readonly apart: Float64Array;
  /** The same without files to which both only add lines. */
  readonly apartUnlessAppending: Float64Array;
  /** 1 where both would lease one path. */
  readonly leased: Uint8Array;
  /** Sum of the smaller probabilities over common paths: the overlap of a weighted Jaccard similarity. */
  readonly overlap: Float64Array;
  /** Highest chance to meet in one schema. */
  readonly schema: Float64Array;
  /** Chance that neither writes what the other's files import. */
  readonly unread: Float64Array;
  /** The same, counting only files that are deleted. */
  readonly undeleted: Float64Array;
}

/**
 * Visits every task with all later tasks it meets: by the files, not by the pairs, so that tasks far apart cost nothing.
 * Time is the sum over files of the square of the number of their writers.
 */
export function eachMeeting(index: WriteIndex, visit: (task: number, meetings: Meetings) => void): void {
  const size = index.writes.length;
  const ones = () => new Float64Array(size).fill(1);
  const zeros = () => new Float64Array(size);
  const gathered = {
    ...{ apart: ones(), apartUnlessAppending: ones(), unread: ones(), undeleted: ones() },
    ...{ overlap: zeros(), schema: zeros(), leased: new Uint8Array(size) },
  };
  const seen = new Uint8Array(size);
  let met: number[] = [];
  const touch = (other: number) => {
    if (seen[other] === 1) return;
    seen[other] = 1;
    met.push(other);
  };
  const read = (task: number, chance: number, deleted: boolean) => {
    touch(task);
    (gathered.unread[task] as number) *= 1 - chance;
    if (deleted) (gathered.undeleted[task] as number) *= 1 - chance;
  };
  const meetIn = meetingPlace(index, gathered, touch);
  for (let task = 0; task < size; task++) {
    met = [];
    for (const [pattern, pairs] of pairsByPlace(index, task)) meetIn(task, pattern, pairs);
    meetReaders(index, task, read);
    visit(task, { met, ...gathered });
    for (const other of met) {
      seen[other] = 0;
      gathered.apart[other] = gathered.apartUnlessAppending[other] = gathered.unread[other] = gathered.undeleted[other] = 1;
      gathered.overlap[other] = gathered.schema[other] = gathered.leased[other] = 0;
    }
  }
}

type Gathered = Omit<Meetings, "met">;

/** A write of the task, and the pattern under which others may write the same file. */
type Pair = readonly [own: Write, pattern: number];

/** All ways to meet, by the narrower pattern: the ways of one place are one chance, the likeliest of them. */
function pairsByPlace({ writes, writers, overlaps, narrowness }: WriteIndex, task: number): ReadonlyMap<number, readonly Pair[]> {
  const places = new Map<number, Pair[]>();
  const add = (place: number, pair: Pair) => {
    const pairs = places.get(place);
    if (pairs === undefined) places.set(place, [pair]);
    else pairs.push(pair);
  };
  for (const write of writes[task] ?? []) {
    // Writers are in the order of their numbers: the last one tells whether any comes later.
    for (const pattern of [write.pattern, ...(overlaps[write.pattern] ?? [])])
      if ((writers[pattern]?.at(-1)?.task ?? -1) > task) add(narrower(narrowness, write.pattern, pattern), [write, pattern]);
  }
  return places;
}

/** Meets all later writers of one place. Where there are several ways, the best chances are kept aside until all are seen. */
function meetingPlace(
  { writers, isSchema }: WriteIndex,
  { apart, apartUnlessAppending, leased, overlap, schema }: Gathered,
  touch: (other: number) => void,
): (task: number, place: number, pairs: readonly Pair[]) => void {
  const best = new Float64Array(apart.length);
  const bestUnlessAppending = new Float64Array(apart.length);
  const count = (other: number, chance: number, unlessAppending: number, ofSchema: boolean) => {
    touch(other);
    (apart[other] as number) *= 1 - chance;
    (apartUnlessAppending[other] as number) *= 1 - unlessAppending;
    if (ofSchema && unlessAppending > (schema[other] as number)) schema[other] = unlessAppending;
  };
  return (task, place, pairs) => {
    const ofSchema = isSchema[place] === true;
    const here: number[] = [];
    for (const [own, pattern] of pairs) {
      const others = writers[pattern] ?? [];
      // From the end down to the task itself are the later ones.
      for (let at = others.length - 1; at >= 0 && (others[at] as Write).task > task; at--) {
        const write = others[at] as Write;
        const other = write.task;
        if (pattern === own.pattern) (overlap[other] as number) += Math.min(own.probability, write.probability);
        const chance = chanceOf(own, write);
        if (chance === 0) continue;
        const unlessAppending = isAppendOnly(own, write) ? 0 : chance;
        if (areLeased(own, write)) leased[other] = 1;
        if (pairs.length === 1) count(other, chance, unlessAppending, ofSchema);
        else {
          if (best[other] === 0) here.push(other);
          if (chance > (best[other] as number)) best[other] = chance;
          if (unlessAppending > (bestUnlessAppending[other] as number)) bestUnlessAppending[other] = unlessAppending;
        }
      }
    }
    for (const other of here) {
      count(other, best[other] as number, bestUnlessAppending[other] as number, ofSchema);
      best[other] = bestUnlessAppending[other] = 0;
    }
  };
}

function meetReaders(
  { writes, reads, writers, readers }: WriteIndex,
  task: number,
  read: (task: number, chance: number, deleted: boolean) => void,
) {
  for (const { pattern, probability } of reads[task] ?? [])
    for (const write of writers[pattern] ?? [])
      if (write.task > task) read(write.task, probability * write.probability, write.mode === "delete");
  for (const write of writes[task] ?? [])
    for (const other of readers[write.pattern] ?? [])
      if (other.task > task) read(other.task, write.probability * other.probability, write.mode === "delete");
}
