import { foldersOf } from "./learned-pairs.ts";
import type { FileUse, SubmittedChange } from "./submitted-change.ts";

/** A change as the rules ask it: by file, without what never makes anybody wait. */
export interface ReadChange {
  readonly id: string;
  readonly files: ReadonlySet<string>;
  /** By path: the names it alters there; null: the file as a whole. */
  readonly exports: ReadonlyMap<string, ReadonlySet<string> | null>;
  /** By path: what is used of it and by which files. */
  readonly uses: ReadonlyMap<string, readonly FileUse[]>;
  readonly folders: readonly string[];
}

/** @param harmless generated, bookkeeping and lock files: what they hold is made anew on the merged tree. */
export function readForRules({ id, files, exports, imports }: SubmittedChange, harmless: (path: string) => boolean): ReadChange {
  const paths = files.map(({ path }) => path).filter((path) => !harmless(path));
  const uses = new Map<string, FileUse[]>();
  for (const use of imports) {
    if (harmless(use.path) || harmless(use.by)) continue;
    const known = uses.get(use.path);
    if (known === undefined) uses.set(use.path, [use]);
    else known.push(use);
  }
  return {
    id,
    files: new Set(paths),
    exports: new Map(
      exports.filter(({ path }) => !harmless(path)).map(({ path, names }) => [path, names === null ? null : new Set(names)] as const),
    ),
    uses,
    folders: foldersOf(paths),
  };
}
