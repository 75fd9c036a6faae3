import type { Lookups } from "./lookups.ts";
import type { TreeFile } from "./tree-index.ts";

/** Which files of the repository import which. */
export interface ImportGraph {
  imports(path: string): readonly string[];
  importedBy(path: string): readonly string[];
  moduleFiles(name: string): readonly string[];
}

const NONE: readonly string[] = [];

/** @param files sorted by path. */
export function importGraph(_files: readonly TreeFile[], _look: Lookups): ImportGraph {
  return { imports: () => NONE, importedBy: () => NONE, moduleFiles: () => NONE };
}
