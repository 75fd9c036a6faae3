import type { Write, WriteIndex } from "./write-index.ts";

/** A file that two tasks may both write. */
export interface Shared {
  readonly a: Write;
  readonly b: Write;
  /** Chance that both write the same file here. */
  readonly chance: number;
}

/** Two places of which only forecasts speak: the chance that both mean the same one of the files there. Not measured. */
const SAME_IN_PLACE = 0.25;
/** Two new files in one place have different names as a rule: each test, each migration is its own file. Not measured. */
const SAME_NEW_FILE = 0.05;

/** The chance that two writes hit the same file; 0 where the patterns only look alike. */
export function chanceOf(a: Write, b: Write): number {
  return a.probability * b.probability * sameFile(a, b);
}

function sameFile(a: Write, b: Write): number {
  if (a.pattern === b.pattern && !a.isPlace && !b.isPlace) return 1;
  if ((a.isPlace && a.isOwners) || (b.isPlace && b.isOwners) || (a.isOwners && b.isOwners)) return 1;
  const [newA, newB] = [a.mode === "create", b.mode === "create"];
  if (newA && newB) return SAME_NEW_FILE;
  // What one task makes anew the other does not find there.
  return newA || newB ? 0 : SAME_IN_PLACE;
}

/** Both only add lines, which a merge brings together. */
export function isAppendOnly(a: Write, b: Write): boolean {
  return a.mode === "append" && b.mode === "append";
}

/** Everything two tasks may both write, likeliest first. A place counts only where neither names the file itself. */
export function sharedWrites({ writes, overlaps, patterns }: WriteIndex, a: number, b: number): readonly Shared[] {
  const [ofA, ofB] = [byPattern(writes[a] ?? []), byPattern(writes[b] ?? [])];
  const shared: Shared[] = [];
  for (const one of ofA.values()) {
    const same = ofB.get(one.pattern);
    if (same !== undefined) shared.push({ a: one, b: same, chance: chanceOf(one, same) });
    for (const other of overlaps[one.pattern] ?? []) {
      const write = ofB.get(other);
      if (write === undefined || ofA.has(other) || ofB.has(one.pattern)) continue;
      shared.push({ a: one, b: write, chance: chanceOf(one, write) });
    }
  }
  const name = ({ a: one, b: two }: Shared) => `${patterns[one.pattern]} ${patterns[two.pattern]}`;
  return shared.filter(({ chance }) => chance > 0).sort((left, right) => right.chance - left.chance || (name(left) < name(right) ? -1 : 1));
}

export function byPattern(writes: readonly Write[]): ReadonlyMap<number, Write> {
  return new Map(writes.map((write) => [write.pattern, write]));
}
