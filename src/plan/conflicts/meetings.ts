import { byPattern, chanceOf, isAppendOnly } from "./shared-writes.ts";
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
  /** Expected number of common files. */
  readonly expected: Float64Array;
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
    ...{ expected: zeros(), overlap: zeros(), schema: zeros() },
  };
  const seen = new Uint8Array(size);
  const own = index.writes.map(byPattern);
  let met: number[] = [];
  const touch = (other: number) => {
    if (seen[other] === 1) return;
    seen[other] = 1;
    met.push(other);
  };
  const meet = (one: Write, other: Write) => {
    const chance = chanceOf(one, other);
    if (chance === 0) return;
    const task = other.task;
    touch(task);
    (gathered.apart[task] as number) *= 1 - chance;
    if (!isAppendOnly(one, other)) (gathered.apartUnlessAppending[task] as number) *= 1 - chance;
    (gathered.expected[task] as number) += chance;
    if (index.isSchema[one.pattern] === true && chance > (gathered.schema[task] as number)) gathered.schema[task] = chance;
  };
  const read = (task: number, chance: number, deleted: boolean) => {
    touch(task);
    (gathered.unread[task] as number) *= 1 - chance;
    if (deleted) (gathered.undeleted[task] as number) *= 1 - chance;
  };
  for (let task = 0; task < size; task++) {
    met = [];
    meetWriters(index, own, task, meet, gathered.overlap);
    meetReaders(index, task, read);
    visit(task, { met, ...gathered });
    for (const other of met) {
      seen[other] = 0;
      gathered.apart[other] = gathered.apartUnlessAppending[other] = gathered.unread[other] = gathered.undeleted[other] = 1;
      gathered.expected[other] = gathered.overlap[other] = gathered.schema[other] = 0;
    }
  }
}

function meetWriters(
  { writes, writers, overlaps }: WriteIndex,
  own: readonly ReadonlyMap<number, Write>[],
  task: number,
  meet: (one: Write, other: Write) => void,
  overlap: Float64Array,
): void {
  for (const write of writes[task] ?? []) {
    const same = writers[write.pattern] ?? [];
    // Writers are in the order of their numbers: from the end down to the task itself are the later ones.
    for (let place = same.length - 1; place >= 0 && (same[place] as Write).task > task; place--) {
      const other = same[place] as Write;
      meet(write, other);
      (overlap[other.task] as number) += Math.min(write.probability, other.probability);
    }
    for (const pattern of overlaps[write.pattern] ?? []) {
      if (own[task]?.has(pattern) === true) continue;
      for (const other of writers[pattern] ?? []) if (other.task > task && own[other.task]?.has(write.pattern) !== true) meet(write, other);
    }
  }
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
