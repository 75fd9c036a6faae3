import type { MetConflict } from "../../../core/change.ts";
import { type BlobVersion, diffBlobs } from "../../../git/diff-blobs.ts";
import type { Git } from "../../../git/git.ts";
import { isHunk, linesOf, mergeFile } from "../../../git/merge-file.ts";
import { writeBlob } from "../../../git/objects.ts";
import type { RememberedResolution } from "../../../store/rows.ts";
import { readTexts } from "../read-versions.ts";
import { fileIdentity, hunkIdentity } from "./conflict-identity.ts";
import { hunkResolutions, isOneSide, keepsBoth, placesOf } from "./hunk-resolutions.ts";

export interface ResolvedByLanding {
  /** What the session met before it landed this; earliest first: where two say the same, the last one stands. */
  readonly conflicts: readonly MetConflict[];
  /** The landing on main; its first parent is what it was merged onto. */
  readonly commit: string;
  /** The tree that passed the gates: the landing's own, or that of the end of its chain. */
  readonly tree: string;
}

type Learned = Omit<RememberedResolution, "commit">;

/**
 * How conflicts that a session met were resolved by what it landed in the end. Of a path something is learned only when the
 * landing changed it, its text is the one that passed, and neither side was taken whole. Then
 *
 * - the whole file, for the same three blobs, when main's version was still the one in the conflict: the text holds what the
 *   session made of it and nothing of others. That may be more than the resolution, and it was tested as that.
 * - its hunks, for any file, when everything outside them is as git merges it and main's side of each was still there.
 *
 * Files that were removed, moved or given another mode, links, and what is no text are not looked at.
 */
export async function learnResolutions(
  cache: Git,
  { conflicts, commit, tree }: ResolvedByLanding,
): Promise<readonly RememberedResolution[]> {
  const [edits, later] = await Promise.all([diffBlobs(cache, `${commit}^1`, commit), diffBlobs(cache, commit, tree)]);
  const changed = new Map(edits.map((edit) => [edit.path, edit]));
  for (const { path } of later) changed.delete(path);
  const learned = new Map<string, RememberedResolution>();
  for (const met of conflicts) {
    const { before, after } = changed.get(met.path) ?? {};
    if (!isFile(before) || !isFile(after) || before.mode !== after.mode) continue;
    for (const one of await learnFile(cache, met, before.oid, after.oid)) learned.set(one.key, { ...one, commit });
  }
  return [...learned.values()];
}

function isFile(version: BlobVersion | null | undefined): version is BlobVersion {
  return version !== null && version !== undefined && /^100(?:644|755)$/.test(version.mode);
}

async function learnFile(cache: Git, met: MetConflict, before: string, after: string): Promise<readonly Learned[]> {
  if (after === met.ours || after === met.theirs) return [];
  const [base, ours, theirs, main, text] = (await readTexts(cache, [met.base, met.ours, met.theirs, before, after])) ?? [];
  if (base === undefined || ours === undefined || theirs === undefined || main === undefined || text === undefined) return [];
  const parts = (await mergeFile(base, ours, theirs)) ?? [];
  const hunks = parts.filter(isHunk);
  if (hunks.length === 0) return [];
  const resolutions = hunkResolutions(parts, text);
  if (resolutions === undefined ? !keepsBoth(hunks, text) : isOneSide(hunks, resolutions)) return [];
  const learned: Learned[] = before === met.ours ? [{ key: fileIdentity(met), blob: after }] : [];
  const lines = linesOf(main);
  if (resolutions === undefined || hunks.some((hunk) => placesOf(lines, hunk.ours).length === 0)) return learned;
  for (const [index, hunk] of hunks.entries())
    learned.push({ key: hunkIdentity(hunk), blob: await writeBlob(cache, resolutions[index] ?? "") });
  return learned;
}
