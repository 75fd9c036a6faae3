import { patternCovers } from "../../core/paths.ts";
import type { Mention } from "../mentions/mention.ts";
import type { TreeIndex } from "../tree/tree-index.ts";

/** How often a file named in this way is changed by the task that names it. */
const CHANGED_WHEN_NAMED: Readonly<Record<Mention["kind"], number>> = {
  path: 0.8,
  basename: 0.7,
  module: 0.55,
  route: 0.45,
  symbol: 0.45,
  glob: 0.4,
  directory: 0.3,
};
/** A place named without its files says less of each the more there are. */
const PLACE_FILES_MAX = 40;

/** Chance by path that it is changed because the text names it, whatever else is known. */
export function mentionStrengths(mentions: readonly Mention[], tree: TreeIndex): ReadonlyMap<string, number> {
  const strengths = new Map<string, number>();
  const raise = (path: string, strength: number) => strengths.set(path, Math.max(strengths.get(path) ?? 0, strength));
  for (const { path, kind, exists, strength, forbidden } of mentions) {
    if (!exists || forbidden) continue;
    const chance = CHANGED_WHEN_NAMED[kind] * strength;
    if (kind !== "glob" && kind !== "directory") {
      raise(path, chance);
      continue;
    }
    const below = filesOf(path, kind, tree);
    if (below.length <= PLACE_FILES_MAX) for (const file of below) raise(file, chance / Math.sqrt(Math.max(1, below.length)));
  }
  return strengths;
}

function filesOf(path: string, kind: "glob" | "directory", tree: TreeIndex): readonly string[] {
  if (kind === "directory") return tree.filesUnder(path);
  const head = path.slice(0, Math.max(0, path.search(/[*?{[]/)));
  return tree.filesUnder(head.slice(0, Math.max(0, head.lastIndexOf("/")))).filter((file) => patternCovers(path, file));
}

/** Chance of a change that either the past or the text's own words announce: noisy or, never certain. */
export function combined(learnt: number, named: number): number {
  return Math.min(0.99, 1 - (1 - learnt) * (1 - named));
}
