import { anyPatternCovers } from "../core/paths.ts";
import type { BlobChange } from "../git/diff-blobs.ts";
import type { TreeEdit } from "../git/trees.ts";

/** A change's edits, told apart by what the change may do. */
export interface SortedEdits {
  /** What may land. */
  readonly kept: readonly BlobChange[];
  /** Edits of protected paths: main's version stays. */
  readonly dropped: readonly BlobChange[];
  /** Paths the task must not touch. */
  readonly forbidden: readonly string[];
}

/** Sorts what a change alters. Protection wins over prohibition: a dropped edit harms nobody. */
export function sortEdits(changes: readonly BlobChange[], protect: readonly string[], forbid: readonly string[]): SortedEdits {
  const covered = changes.filter(({ path }) => anyPatternCovers(protect, path));
  const dropped = changes.filter((change) => covered.includes(change) || buries(change, covered));
  const kept = changes.filter((change) => !dropped.includes(change));
  return { kept, dropped, forbidden: kept.map(({ path }) => path).filter((path) => anyPatternCovers(forbid, path)) };
}

/** A file or link put where the directory of a protected path was: `docs` in place of `docs/ROADMAP.md`. */
function buries({ path, after }: BlobChange, covered: readonly BlobChange[]): boolean {
  return after !== null && covered.some((victim) => victim.path.startsWith(`${path}/`));
}

/** Edits that take the dropped changes out of the change's tree again; removals come first, to make room. */
export function undoEdits(dropped: readonly BlobChange[]): TreeEdit[] {
  return dropped
    .map(({ path, before }) => ({ path, content: before }))
    .sort((a, b) => Number(a.content !== null) - Number(b.content !== null));
}
