import { beforeWildcard, EVERYTHING, hasWildcard } from "../../core/paths.ts";

/** A path or place of a footprint in one form: `src/`, `src/**` and `src` mean the same place. */
export interface Pattern {
  readonly pattern: string;
  /** True when it surely means many files; of a bare name nobody knows without the tree. */
  readonly isPlace: boolean;
}

export function plainPattern(text: string): Pattern {
  const pattern = text.replace(/(?:\/(?:\*\*(?:\/\*)?)?)+$/, "");
  if (pattern === "" || pattern === "." || pattern === EVERYTHING || pattern === "**/*") return { pattern: EVERYTHING, isPlace: true };
  const isPlace = pattern !== text || hasWildcard(pattern);
  // A directory whose name is a pattern stays one: `packages/*` would mean only what lies directly in `packages`.
  return { pattern: pattern !== text && hasWildcard(pattern) ? `${pattern}/**` : pattern, isPlace };
}

/** Of two patterns that overlap the narrower one is the better name for what both mean: a file rather than its folder. */
export function compareNarrowness(a: string, b: string): number {
  return beforeWildcard(a).length - beforeWildcard(b).length || a.length - b.length || (a < b ? -1 : Number(a > b));
}
