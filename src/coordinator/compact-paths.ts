import { EVERYTHING } from "../core/paths.ts";

/** A lease of more paths than this costs more in comparing than it wins in parallelism. */
const PATHS_MAX = 200;

/**
 * The same paths in at most `most` patterns: where they are too many, files become their directories, the deepest first.
 * Never covers less. Patterns with wildcards are kept as they are while there is room.
 */
export function compactPaths(paths: readonly string[], most = PATHS_MAX): readonly string[] {
  let compact = [...new Set(paths)];
  for (let depth = Math.max(0, ...compact.map(depthOf)); compact.length > most && depth > 0; depth--) {
    compact = [...new Set(compact.map((path) => (depthOf(path) === depth ? path.slice(0, path.lastIndexOf("/")) : path)))];
  }
  return compact.length > most ? [EVERYTHING] : compact;
}

function depthOf(path: string): number {
  return path.split("/").length - 1;
}
