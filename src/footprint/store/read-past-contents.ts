import { sizedBlobs } from "../../git/blobs.ts";
import { diffBlobsOf } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import type { HistoryCommit } from "../../git/history.ts";
import type { PastContents } from "../content/past-contents.ts";
import type { FileFacts } from "../tree/file-facts.ts";
import { isRead } from "../tree/scan-file.ts";
import { isFile, moveTreeState, scanned, type TreeState } from "./tree-state.ts";

/** So many commits are read by the same few processes. */
const BATCH_COMMITS = 200;
/** Of a larger file only one version in so many commits is read: its words hardly change, and reading them costs most. */
const LARGE_BYTES = 8 * 1024;
const LARGE_COMMITS = 25;

/**
 * What the files said before each of the last commits, as far as the objects are here.
 * @param tree of some commit of that history: what has not changed since is not read again
 * @param first the number of the first commit that will be asked for
 * @param exactFrom from the commit of this number on no version is left out
 * @returns null where only paths are known
 * @throws SignalboxError `git-failed`.
 */
export async function readPastContents(
  git: Git,
  tree: TreeState,
  commits: readonly HistoryCommit[],
  first: number,
  exactFrom = Number.POSITIVE_INFINITY,
): Promise<PastContents | null> {
  if (tree.pathsOnly) return null;
  const from = mainlineBefore(commits, first);
  const oid = commits[from]?.oid;
  if (oid === undefined) return null;
  const { base, changes: start } = await moveTreeState(git, tree, oid);
  const steps: PastContents["steps"][number][] = [];
  const isWanted = wantedVersions(exactFrom);
  for (let at = from + 1; at < commits.length; at += BATCH_COMMITS) {
    steps.push(...(await readSteps(git, commits.slice(at, at + BATCH_COMMITS), at, isWanted)));
  }
  return { base, start, steps };
}

/** The last commit before that one from which the newest descends by first parents: on it lies what had landed by then. */
function mainlineBefore(commits: readonly HistoryCommit[], first: number): number {
  const numbers = new Map(commits.map(({ oid }, number) => [oid, number]));
  let at = commits.length - 1;
  while (at >= first && at > 0) at = numbers.get(commits[at]?.parents[0] ?? "") ?? 0;
  return at;
}

/** Says of each version, in their order, whether it is read. */
function wantedVersions(exactFrom: number): (version: { path: string; bytes: number; commit: number }) => boolean {
  const lastRead = new Map<string, number>();
  return ({ path, bytes, commit }) => {
    const isRecent = commit - (lastRead.get(path) ?? Number.NEGATIVE_INFINITY) < LARGE_COMMITS;
    if (bytes > LARGE_BYTES && isRecent && commit < exactFrom) return false;
    lastRead.set(path, commit);
    return true;
  };
}

/**
 * What each of some commits changed.
 * @param number of the first of them
 */
async function readSteps(
  git: Git,
  commits: readonly HistoryCommit[],
  number: number,
  isWanted: ReturnType<typeof wantedVersions>,
): Promise<PastContents["steps"]> {
  const pairs = commits.flatMap(({ oid, parents: [parent], changes }) =>
    parent === undefined || changes.length === 0 ? [] : [{ from: parent, to: oid }],
  );
  const differences = await diffBlobsOf(git, pairs);
  const versions = commits.flatMap(({ oid }, at) =>
    (differences.get(oid) ?? []).filter(({ path }) => isRead(path)).map(({ path, after }) => ({ path, after, commit: number + at })),
  );
  const present = versions.flatMap(({ path, after, commit }) => (isFile(after) ? [{ path, oid: after.oid, commit }] : []));
  const wanted = (await sizedBlobs(git, present)).filter(isWanted);
  const changes = commits.map(() => new Map<string, FileFacts | null>());
  for (const { path, after, commit } of versions) if (!isFile(after)) changes[commit - number]?.set(path, null);
  for await (const { path, commit, facts } of scanned(git, wanted)) changes[commit - number]?.set(path, facts);
  return changes.map((each, at) => ({ before: number + at + 1, changes: each }));
}
