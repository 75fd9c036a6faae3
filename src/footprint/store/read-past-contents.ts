import { sizedBlobs } from "../../git/blobs.ts";
import { diffBlobsOf } from "../../git/diff-blobs.ts";
import type { Git } from "../../git/git.ts";
import type { HistoryCommit } from "../../git/history.ts";
import type { Changes, PastContents } from "../content/past-contents.ts";
import type { FileFacts } from "../tree/file-facts.ts";
import { isRead } from "../tree/scan-file.ts";
import { isFile, moveTreeState, scanned, type TreeState } from "./tree-state.ts";

/** Contents are read again every so many commits: of a file that is changed all the time not every version matters. */
const STEP_COMMITS = 20;

/**
 * What the files said before each of the last commits, as far as the objects are here.
 * @param tree of some commit of that history: what has not changed since is not read again
 * @param first the number of the first commit that will be asked for
 * @returns null where only paths are known
 * @throws SignalboxError `git-failed`.
 */
export async function readPastContents(
  git: Git,
  tree: TreeState,
  commits: readonly HistoryCommit[],
  first: number,
): Promise<PastContents | null> {
  if (tree.pathsOnly) return null;
  const from = mainlineBefore(commits, first);
  const oid = commits[from]?.oid;
  if (oid === undefined) return null;
  const { base, changes: start } = await moveTreeState(git, tree, oid);
  const steps: PastContents["steps"][number][] = [];
  for (let at = from + 1; at < commits.length; at += STEP_COMMITS) {
    const some = commits.slice(at, at + STEP_COMMITS);
    steps.push({ before: at + some.length, changes: await changesOf(git, some) });
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

async function changesOf(git: Git, commits: readonly HistoryCommit[]): Promise<Changes> {
  const pairs = commits.flatMap(({ oid, parents: [parent], changes }) =>
    parent === undefined || changes.length === 0 ? [] : [{ from: parent, to: oid }],
  );
  const differences = await diffBlobsOf(git, pairs);
  const last = new Map<string, string | null>();
  for (const { oid } of commits) {
    for (const { path, after } of differences.get(oid) ?? []) if (isRead(path)) last.set(path, isFile(after) ? after.oid : null);
  }
  const changes = new Map<string, FileFacts | null>(Array.from(last.keys(), (path) => [path, null]));
  const present = [...last].flatMap(([path, oid]) => (oid === null ? [] : [{ path, oid }]));
  for await (const [path, facts] of scanned(git, await sizedBlobs(git, present))) changes.set(path, facts);
  return changes;
}
