import type { Write, WriteIndex } from "./write-index.ts";

/** A file, or a place without a known file in it, that two tasks may both write. */
export interface Shared {
  readonly a: Write;
  readonly b: Write;
  /** The narrower of the two patterns. */
  readonly pattern: number;
  /** Chance that both write the same file here. */
  readonly chance: number;
}

/** Two places of which only forecasts speak: the chance that both mean the same one of the files there. Not measured. */
const SAME_IN_PLACE = 0.25;
/** Two new files in one place have different names as a rule: each test, each migration is its own file. Not measured. */
const SAME_NEW_FILE = 0.05;

/** The chance that two writes of overlapping patterns hit the same file; 0 where the patterns only look alike. */
export function chanceOf(a: Write, b: Write): number {
  return a.probability * b.probability * sameFile(a, b);
}

function sameFile(a: Write, b: Write): number {
  if (a.pattern === b.pattern && !a.isPlace && !b.isPlace) return 1;
  if (a.isLeased && b.isLeased) return 1;
  const [newA, newB] = [a.mode === "create", b.mode === "create"];
  if (newA && newB) return SAME_NEW_FILE;
  // What one task makes anew the other does not find there.
  return newA || newB ? 0 : SAME_IN_PLACE;
}

/** Both only add lines, which a merge brings together. */
export function isAppendOnly(a: Write, b: Write): boolean {
  return a.mode === "append" && b.mode === "append";
}

/** Both are leased when their tasks start: no run has them side by side, however small the chance that it would matter. */
export function areLeased(a: Write, b: Write): boolean {
  return a.isLeased && b.isLeased && !isAppendOnly(a, b);
}

/**
 * Everything two tasks may both write, likeliest first. Where a task names both a file and a place around it, the
 * likelier meeting counts for that file, and only it: they are no two chances to meet.
 */
export function sharedWrites({ writes, overlaps, narrowness, patterns }: WriteIndex, a: number, b: number): readonly Shared[] {
  const [ofA, ofB] = [byPattern(writes[a] ?? []), byPattern(writes[b] ?? [])];
  const shared = new Map<number, Shared>();
  const meet = (one: Write, other: Write, pattern: number) => {
    const chance = chanceOf(one, other);
    if (chance > (shared.get(pattern)?.chance ?? 0)) shared.set(pattern, { a: one, b: other, pattern, chance });
  };
  for (const one of ofA.values()) {
    const same = ofB.get(one.pattern);
    if (same !== undefined) meet(one, same, one.pattern);
    for (const pattern of overlaps[one.pattern] ?? []) {
      const other = ofB.get(pattern);
      if (other !== undefined) meet(one, other, narrower(narrowness, one.pattern, pattern));
    }
  }
  const name = ({ pattern }: Shared) => patterns[pattern] ?? "";
  return [...shared.values()].sort((left, right) => right.chance - left.chance || (name(left) < name(right) ? -1 : 1));
}

export function narrower(narrowness: readonly number[], one: number, other: number): number {
  return (narrowness[one] ?? 0) > (narrowness[other] ?? 0) ? one : other;
}

function byPattern(writes: readonly Write[]): ReadonlyMap<number, Write> {
  return new Map(writes.map((write) => [write.pattern, write]));
}
