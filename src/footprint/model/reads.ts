import type { FootprintEntry, FootprintRead } from "../../core/footprint.ts";
import type { TreeIndex } from "../tree/tree-index.ts";

const READS_MAX = 60;
/** Imports of files that are hardly ever changed are no reason to wait for anybody. */
const WRITE_MIN = 0.2;
const READ_MIN = 0.1;

/** What the files that will be written import, unless it is likelier written itself; by falling probability, then by path. */
export function readsOf(tree: TreeIndex, entries: readonly FootprintEntry[]): readonly FootprintRead[] {
  const written = new Map(entries.map(({ path, probability }) => [path, probability]));
  const spared = new Map<string, number>();
  for (const { path, probability } of entries) {
    if (probability < WRITE_MIN || !tree.has(path)) continue;
    for (const imported of tree.imports(path)) spared.set(imported, (spared.get(imported) ?? 1) * (1 - probability));
  }
  return [...spared]
    .map(([path, chance]) => ({ path, probability: 1 - chance }))
    .filter(({ path, probability }) => probability >= READ_MIN && probability > (written.get(path) ?? 0))
    .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : Number(a.path > b.path)))
    .slice(0, READS_MAX);
}
