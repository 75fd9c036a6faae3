import type { Changes } from "../tree/file-facts.ts";
import type { Lookups } from "../tree/lookups.ts";
import { ContentIndex } from "./content-index.ts";

/** By the tree it was built for: a branch that moves costs its changes only. */
const memory = new WeakMap<Lookups, { readonly index: ContentIndex; changes: Changes }>();

/**
 * What the files of a tree say, some changes later: the last index of that tree, moved. It is another's as soon as somebody asks
 * for other changes, so it is asked for before each use.
 */
export function contentsOf(base: Lookups, changes: Changes): ContentIndex {
  let kept = memory.get(base);
  if (kept === undefined) {
    kept = { index: new ContentIndex(), changes: new Map() };
    for (const path of base.files) kept.index.set(path, base.factsOf(path) ?? null);
    memory.set(base, kept);
  }
  if (kept.changes === changes) return kept.index;
  for (const path of kept.changes.keys()) if (!changes.has(path)) kept.index.set(path, base.factsOf(path) ?? null);
  for (const [path, facts] of changes) kept.index.set(path, facts);
  kept.changes = changes;
  return kept.index;
}
