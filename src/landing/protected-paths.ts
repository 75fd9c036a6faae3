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
  const covered = new Set(changes.filter(({ path }) => anyPatternCovers(protect, path)));
  const buried = new Set([...covered].flatMap(({ path }) => directoriesOf(path)));
  // A file or link put where a protected path's directory was (`docs` for `docs/ROADMAP.md`) buries it.
  const isDropped = (change: BlobChange) => covered.has(change) || (change.after !== null && buried.has(change.path));
  const dropped = changes.filter(isDropped);
  const kept = changes.filter((change) => !isDropped(change));
  return { kept, dropped, forbidden: kept.map(({ path }) => path).filter((path) => anyPatternCovers(forbid, path)) };
}

function directoriesOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/**
 * Edits that give every dropped path the version main has now, `landed` being what main changed since the merge base: a
 * merge finds the same on both sides there, so it cannot conflict. Removals come first, to make room.
 */
export function mainsVersions(dropped: readonly BlobChange[], landed: readonly BlobChange[]): TreeEdit[] {
  const now = new Map(landed.map(({ path, after }) => [path, after]));
  return dropped
    .map(({ path, before }) => ({ path, content: now.has(path) ? (now.get(path) ?? null) : before }))
    .sort((a, b) => Number(a.content !== null) - Number(b.content !== null));
}
