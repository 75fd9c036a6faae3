import { EVERYTHING, isGlob } from "../../core/paths.ts";

/** A path or place of a footprint in one form: `src/`, `src/**` and `src` mean the same place. */
export interface Pattern {
  readonly pattern: string;
  /** True when it surely means many files; of a bare name nobody knows without the tree. */
  readonly isPlace: boolean;
}

export function plainPattern(text: string): Pattern {
  const pattern = text.replace(/(?:\/(?:\*\*(?:\/\*)?)?)+$/, "");
  if (pattern === "" || pattern === "." || pattern === EVERYTHING || pattern === "**/*") return { pattern: EVERYTHING, isPlace: true };
  return { pattern, isPlace: pattern !== text || isGlob(pattern) };
}
