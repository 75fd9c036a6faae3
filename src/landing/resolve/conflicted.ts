import type { MetConflict } from "../../core/change.ts";
import type { Git } from "../../git/git.ts";
import type { ConflictedPath, MergeResult } from "../../git/merge-tree.ts";
import { readVersions, textsOf } from "./read-versions.ts";
import type { PathRefusal, PathVersions } from "./resolution.ts";

export type Conflict = Extract<MergeResult, { readonly kind: "conflict" }>;

/** A conflicted path with its three texts. */
export type Conflicted = readonly [ConflictedPath, PathVersions];

const PATHS_MAX = 200;
/** Both sides have a file there and differ in its text. Any other conflict (removed, renamed, a directory) is a person's or an agent's. */
const OF_TEXTS = "CONFLICT (contents)";

/** What the ladder is not for. */
export function oddities({ paths, types, files }: Conflict): readonly PathRefusal[] {
  const other = types.find((type) => type !== OF_TEXTS);
  if (other !== undefined)
    return [{ path: files[0] ?? "", because: `it is no conflict of texts: ${other}` }, ...paths.flatMap((path) => oddity(path) ?? [])];
  if (paths.length === 0 || paths.length > PATHS_MAX) return [{ path: "", because: `${paths.length} paths conflict` }];
  return paths.flatMap((path) => oddity(path) ?? []);
}

function oddity({ path, ours, theirs }: ConflictedPath): PathRefusal | undefined {
  if (ours === null || theirs === null) return { path, because: "one side removed or moved it" };
  if (!/^100(?:644|755)$/.test(ours.mode) || ours.mode !== theirs.mode)
    return { path, because: "its kind or mode differs between the sides" };
  return undefined;
}

/** The conflicts of texts among some paths, by their blobs. */
export function metConflicts(paths: readonly ConflictedPath[]): readonly MetConflict[] {
  return paths.flatMap((path) => {
    const { base, ours, theirs } = path;
    if (base === null || ours === null || theirs === null || oddity(path) !== undefined) return [];
    return [{ path: path.path, base: base.oid, ours: ours.oid, theirs: theirs.oid }];
  });
}

/** The texts of every conflicted path, or why they cannot be read. */
export async function versionsOf(cache: Git, paths: readonly ConflictedPath[]): Promise<Conflicted[] | PathRefusal> {
  const contents = await readVersions(cache, paths);
  if (contents === undefined) return { path: "", because: "the conflicted files are too large" };
  const read: Conflicted[] = [];
  for (const path of paths) {
    const versions = textsOf(path, contents);
    if (versions === undefined) return { path: path.path, because: "it is no text" };
    read.push([path, versions]);
  }
  return read;
}
