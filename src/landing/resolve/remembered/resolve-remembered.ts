import type { Git } from "../../../git/git.ts";
import { type ConflictHunk, isHunk, type MergedPart, mergeFile } from "../../../git/merge-file.ts";
import type { ConflictedPath } from "../../../git/merge-tree.ts";
import { writeBlob } from "../../../git/objects.ts";
import type { RememberedResolution } from "../../../store/rows.ts";
import { readTexts } from "../read-versions.ts";
import { endedAs, type MadeResolution, type PathVersions, resolutionKey } from "../resolution.ts";
import { fileIdentity, hunkIdentity } from "./conflict-identity.ts";
import { isOneSide } from "./hunk-resolutions.ts";
import type { Memory } from "./memory.ts";

/** `because` null: nobody resolved anything like it, which needs no word. */
export type Recalled =
  | { readonly kind: "resolved"; readonly content: string; readonly made: MadeResolution }
  | { readonly kind: "refused"; readonly because: string | null };

export interface RecallContext {
  readonly cache: Git;
  readonly memory: Memory;
  readonly isBarred: (key: string) => boolean;
}

/**
 * What was learned when the same conflict was resolved before (`learnResolutions`): of the whole file, else of every one of
 * its hunks. Where some are known and others not, nothing is resolved. Nor is a file whose hunks, each known from elsewhere, would
 * all go to one side; nor in the very way that the gates refused for this conflict.
 */
export async function resolveRemembered(
  { cache, memory, isBarred }: RecallContext,
  path: ConflictedPath,
  versions: PathVersions,
): Promise<Recalled> {
  const { base, ours, theirs } = path;
  if (base === null || ours === null || theirs === null || memory.isKeptOut(path.path)) return refused(null);
  const parts = (await mergeFile(versions.base ?? "", versions.ours, versions.theirs)) ?? [];
  const hunks = parts.filter(isHunk);
  const whole = fileIdentity({ base: base.oid, ours: ours.oid, theirs: theirs.oid });
  const known = await memory.recall([whole, ...hunks.map(hunkIdentity)]);
  if (known.size === 0) return refused(null);
  const file = known.get(whole);
  const content = file === undefined ? await mergedBy(cache, parts, versions.ours, known) : (await readTexts(cache, [file.blob]))?.[0];
  if (content === undefined) return refused("not each of its conflicting places was resolved before, to more than one side");
  const key = `${resolutionKey(path, "remembered")} ${await writeBlob(cache, content)}`;
  if (isBarred(key)) return refused("resolved as it was before it did not pass");
  const used = file === undefined ? [...known.values()] : [file];
  const commits = [...new Set(used.map(({ commit }) => commit.slice(0, 12)))];
  const decided = `as it was resolved before, in ${commits.join(", ")}`;
  return { kind: "resolved", content, made: { path: path.path, rung: "remembered", decided, key, recalled: [...known.keys()] } };
}

function refused(because: string | null): Recalled {
  return { kind: "refused", because };
}

/** The text with every hunk as it is remembered; undefined when one is not, or all of them went to one side. */
async function mergedBy(
  cache: Git,
  parts: readonly MergedPart[],
  ours: string,
  known: ReadonlyMap<string, RememberedResolution>,
): Promise<string | undefined> {
  const hunks = parts.filter(isHunk);
  const blobs = hunks.flatMap((hunk) => known.get(hunkIdentity(hunk))?.blob ?? []);
  const texts = blobs.length === hunks.length ? await readTexts(cache, blobs) : undefined;
  if (texts === undefined || isOneSide(hunks, texts)) return undefined;
  const byHunk = new Map<ConflictHunk, string>(hunks.map((hunk, index) => [hunk, texts[index] ?? ""]));
  return endedAs(ours, parts.map((part) => (isHunk(part) ? byHunk.get(part) : part.join(""))).join(""));
}
