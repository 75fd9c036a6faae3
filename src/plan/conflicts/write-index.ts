import type { Footprint, FootprintMode } from "../../core/footprint.ts";
import { EVERYTHING } from "../../core/paths.ts";
import type { Task } from "../../core/task.ts";
import { isLeased } from "./is-leased.ts";
import { overlappingPatterns } from "./overlapping-patterns.ts";
import { unforeseenOf } from "./pair-rating.ts";
import { isSchema } from "./path-nature.ts";
import { compareNarrowness, plainPattern } from "./pattern.ts";

/** A path or place that one task writes. */
export interface Write {
  readonly task: number;
  /** Number of the pattern. */
  readonly pattern: number;
  readonly probability: number;
  readonly mode: FootprintMode;
  readonly isPlace: boolean;
  readonly isLeased: boolean;
  readonly evidence: readonly string[];
}

export interface Read {
  readonly task: number;
  readonly probability: number;
}

/** Who writes and reads what: from tasks to paths and back, in numbers. */
export interface WriteIndex {
  readonly patterns: readonly string[];
  readonly isSchema: readonly boolean[];
  /** By pattern: how narrow it is among all; of two that overlap the larger number means less. */
  readonly narrowness: readonly number[];
  /** By pattern: other patterns that may mean the same file. */
  readonly overlaps: readonly (readonly number[])[];
  /** By task, the likeliest first. */
  readonly writes: readonly (readonly Write[])[];
  /** By task: how many of these are expected to be written. */
  readonly foreseen: readonly number[];
  /** By task: how much larger it is than that, as `unforeseenOf` has it. */
  readonly unforeseen: readonly number[];
  readonly reads: readonly (readonly { readonly pattern: number; readonly probability: number }[])[];
  /** By pattern, by rising task number. */
  readonly writers: readonly (readonly Write[])[];
  readonly readers: readonly (readonly Read[])[];
}

/** Less likely paths make no difference to any pair. */
const PROBABILITY_MIN = 0.005;

/** @param tasks those with a known footprint that does not mean everything write something; the others are left to run alone. */
export function writeIndex(tasks: readonly Task[], footprints: ReadonlyMap<string, Footprint>): WriteIndex {
  const numbers = new Map<string, number>();
  const writers: Write[][] = [];
  const readers: Read[][] = [];
  const numberOf = (pattern: string) => {
    const number = numbers.get(pattern) ?? numbers.size;
    if (number === numbers.size) {
      numbers.set(pattern, number);
      writers.push([]);
      readers.push([]);
    }
    return number;
  };
  const writes = tasks.map((task, number) => {
    const owners = new Set(task.declared.write.map((path) => plainPattern(path).pattern));
    const own = new Map<number, Write>();
    for (const { path, probability, mode, evidence } of footprints.get(task.id)?.entries ?? []) {
      const { pattern: text, isPlace } = plainPattern(path);
      if (probability < PROBABILITY_MIN || text === EVERYTHING) continue;
      const pattern = numberOf(text);
      if ((own.get(pattern)?.probability ?? 0) >= probability) continue;
      const leased = isLeased({ path, probability }, owners.has(text));
      own.set(pattern, { task: number, pattern, probability, mode, isPlace, isLeased: leased, evidence });
    }
    for (const write of own.values()) writers[write.pattern]?.push(write);
    return [...own.values()];
  });
  const reads = tasks.map((task, number) => {
    const own = new Map<number, number>();
    for (const { path, probability } of footprints.get(task.id)?.reads ?? []) {
      // What nobody writes nobody waits for.
      const pattern = numbers.get(path);
      if (pattern !== undefined && probability >= PROBABILITY_MIN) own.set(pattern, Math.max(probability, own.get(pattern) ?? 0));
    }
    for (const [pattern, probability] of own) readers[pattern]?.push({ task: number, probability });
    return [...own].map(([pattern, probability]) => ({ pattern, probability }));
  });
  const patterns = [...numbers.keys()];
  const foreseen = writes.map((own) => own.reduce((sum, { probability }) => sum + probability, 0));
  return {
    ...{ patterns, isSchema: patterns.map(isSchema), narrowness: ranked(patterns), overlaps: overlappingPatterns(patterns) },
    foreseen,
    unforeseen: tasks.map(({ id }, number) => unforeseenOf(foreseen[number] ?? 0, footprints.get(id)?.size ?? null)),
    ...{ writes, reads, writers, readers },
  };
}

function ranked(patterns: readonly string[]): readonly number[] {
  const ranks = new Array<number>(patterns.length).fill(0);
  const sorted = [...patterns.keys()].sort((a, b) => compareNarrowness(patterns[a] ?? "", patterns[b] ?? ""));
  for (const [rank, pattern] of sorted.entries()) ranks[pattern] = rank;
  return ranks;
}
