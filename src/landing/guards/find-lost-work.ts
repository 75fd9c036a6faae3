import { readFewBlobs } from "../../git/blobs.ts";
import { type BlobChange, type BlobVersion, diffBlobsOf } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import { isAncestor } from "../../git/refs.ts";
import { type LostWork, survivals, type TextEdit } from "./survival.ts";

/** A landed change near the one that is merged. */
export interface LandedCommit {
  readonly task: string | null;
  /** The merge commit that landed it. */
  readonly commit: string;
}

export interface SurvivalQuestion {
  /** What may be lost. Those the merged change has seen are left out: the stale-base guard judges those. */
  readonly landed: readonly LandedCommit[];
  /** The chain's end before the merge and after it. */
  readonly before: string;
  readonly after: string;
  /** The merged change: the commit its work started from, and its head. */
  readonly base: string;
  readonly head: string;
  /** Paths that are made anew with each landing. */
  readonly isHarmless: (path: string) => boolean;
}

const TEXTS_BYTES_MAX = 32 * 1024 * 1024;

/**
 * Which lines of landed changes do not survive a merge; see `survivals`. Three git processes, and one for each landed change
 * that seems to have lost something. More text than can be read says nothing.
 * @throws SignalboxError `git-failed` when a commit is not here.
 */
export async function findLostWork(git: Git, question: SurvivalQuestion): Promise<readonly LostWork[]> {
  const { landed, before, after, base, head, isHarmless } = question;
  if (landed.length === 0) return [];
  const parents = (await git.text(["rev-parse", ...landed.map(({ commit }) => `${commit}^1`)])).split("\n");
  const pairs = landed.map(({ commit }, at) => ({ from: parents[at] ?? "", to: commit }));
  const diffs = await diffBlobsOf(git, [{ from: before, to: after }, { from: base, to: head }, ...pairs]);
  const paths = new Set((diffs.get(after) ?? []).map(({ path }) => path).filter((path) => !isHarmless(path)));
  const read = await textsOf(git, [...diffs.values()].flat().filter(isText));
  const edits = (commit: string, wanted: (path: string) => boolean): readonly TextEdit[] =>
    (diffs.get(commit) ?? []).filter((edit) => wanted(edit.path) && isText(edit)).map((edit) => read(edit));
  const [merged, own] = [edits(after, (path) => paths.has(path)), edits(head, () => true)];
  const lost: LostWork[] = [];
  for (const { task, commit } of landed) {
    const found = survivals({ task, edits: edits(commit, (path) => paths.has(path)) }, merged, own);
    if (found.length > 0 && !(await isAncestor(git, commit, head))) lost.push(...found);
  }
  return lost;
}

function isText({ before, after }: BlobChange): boolean {
  return [before, after].every((version) => version === null || version.mode.startsWith("100"));
}

async function textsOf(git: Git, diffs: readonly BlobChange[]): Promise<(edit: BlobChange) => TextEdit> {
  const oids = [...new Set(diffs.flatMap(({ before, after }) => [before?.oid, after?.oid]).filter((oid) => oid !== undefined))];
  const contents = await readFewBlobs(git, oids, TEXTS_BYTES_MAX);
  const texts = new Map(oids.map((oid, at) => [oid, contents?.[at]]));
  const text = (version: BlobVersion | null) => {
    const content = version === null ? undefined : texts.get(version.oid);
    return content === undefined || content.includes(0) ? "" : content.toString("utf8");
  };
  return ({ path, before, after }) => ({ path, before: text(before), after: text(after) });
}
