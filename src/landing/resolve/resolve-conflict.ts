import type { Git } from "../../git/git.ts";
import { mergeFile } from "../../git/merge-file.ts";
import type { ConflictedPath, MergeResult } from "../../git/merge-tree.ts";
import { writeBlob } from "../../git/objects.ts";
import { editTree, type TreeEdit } from "../../git/trees.ts";
import { readVersions, textsOf } from "./read-versions.ts";
import { type MadeResolution, type PathRefusal, resolutionKey } from "./resolution.ts";
import { resolvePath } from "./resolve-path.ts";

export type Conflict = Extract<MergeResult, { readonly kind: "conflict" }>;

/**
 * resolved   `tree` is the merge with every conflicted path resolved, to be gated like any other.
 * refused    by path, why no rung applies; nothing of the merge is used.
 */
export type ConflictResult =
  | { readonly kind: "resolved"; readonly tree: string; readonly resolutions: readonly MadeResolution[] }
  | { readonly kind: "refused"; readonly because: readonly PathRefusal[] };

/** Resolves a conflicted merge whole or not at all. */
export type ResolveConflict = (conflict: Conflict) => Promise<ConflictResult>;

export interface LadderContext {
  readonly cache: Git;
  /** Was this conflict (`resolutionKey`) resolved so before, and the result refused by the gates? */
  readonly isBarred: (key: string) => boolean;
}

const PATHS_MAX = 200;
/** Both sides have a file there and differ in its text. Any other conflict (removed, renamed, a directory) is a person's or an agent's. */
const OF_TEXTS = "CONFLICT (contents)";

/** Goes up the ladder with every conflicted path; the merge is resolved only when each of them is. */
export async function resolveConflict(context: LadderContext, conflict: Conflict): Promise<ConflictResult> {
  const other = conflict.types.find((type) => type !== OF_TEXTS);
  const odd = conflict.paths.flatMap((path) => oddity(path) ?? []);
  if (other !== undefined) odd.push({ path: conflict.files[0] ?? "", because: `it is no conflict of texts: ${other}` });
  if (conflict.paths.length === 0 || conflict.paths.length > PATHS_MAX)
    odd.push({ path: "", because: `${conflict.paths.length} paths conflict` });
  if (odd.length > 0) return { kind: "refused", because: odd };
  const contents = await readVersions(context.cache, conflict.paths);
  if (contents === undefined) return { kind: "refused", because: [{ path: "", because: "the conflicted files are too large" }] };
  const [edits, resolutions, refusals]: [TreeEdit[], MadeResolution[], PathRefusal[]] = [[], [], []];
  for (const path of conflict.paths) {
    const versions = textsOf(path, contents);
    if (versions === undefined) {
      refusals.push({ path: path.path, because: "it is no text" });
      continue;
    }
    const parts = await mergeFile(versions.base ?? "", versions.ours, versions.theirs);
    const result = resolvePath(versions, parts, (rung) => context.isBarred(resolutionKey(path, rung)));
    if (result.kind === "refused") refusals.push({ path: path.path, because: result.because });
    else {
      edits.push(await fileEdit(context.cache, path, result.content));
      const { rung, decided } = result;
      resolutions.push({ path: path.path, rung, decided, key: resolutionKey(path, rung) });
    }
  }
  if (refusals.length > 0) return { kind: "refused", because: refusals };
  return { kind: "resolved", tree: await editTree(context.cache, conflict.tree, edits), resolutions };
}

/** The resolved content with the mode both sides have. */
async function fileEdit(cache: Git, { path, ours }: ConflictedPath, content: string): Promise<TreeEdit> {
  return { path, content: { oid: await writeBlob(cache, content), mode: ours?.mode ?? "100644" } };
}

function oddity({ path, ours, theirs }: ConflictedPath): PathRefusal | undefined {
  if (ours === null || theirs === null) return { path, because: "one side removed or moved it" };
  if (!/^100(?:644|755)$/.test(ours.mode) || ours.mode !== theirs.mode)
    return { path, because: "its kind or mode differs between the sides" };
  return undefined;
}
