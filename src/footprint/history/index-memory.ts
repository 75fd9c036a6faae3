import type { HistoryCommit } from "../../git/history.ts";
import { HistoryIndex } from "./history-index.ts";

interface Kept {
  readonly index: HistoryIndex;
  readonly commits: readonly HistoryCommit[];
  /** True when paths were made known that no commit names: then more commits cannot be added behind them. */
  readonly closed: boolean;
}

/** By the first commit, which is the same object while a history grows; so a branch that moves costs its new commits only. */
const memory = new WeakMap<object, Kept>();

/**
 * The index of a history and tree, as one built from nothing would be: the last one is taken further when its commits are the
 * beginning of these.
 * @param files paths of the tree, sorted; those that no commit names are made known at the end
 */
export function historyIndexOf(commits: readonly HistoryCommit[], files: readonly string[]): HistoryIndex {
  const first = commits[0];
  const kept = first === undefined ? undefined : memory.get(first);
  if (kept !== undefined && kept.commits === commits) return kept.index;
  const continues = kept !== undefined && !kept.closed && kept.commits.length <= commits.length && isBeginning(kept.commits, commits);
  const index = continues ? kept.index : new HistoryIndex();
  for (const commit of commits.slice(continues ? kept.commits.length : 0)) index.add(commit);
  const unnamed = files.filter((path) => index.numberOf(path) === undefined);
  for (const path of unnamed) index.know(path);
  if (first !== undefined) memory.set(first, { index, commits, closed: unnamed.length > 0 });
  return index;
}

function isBeginning(earlier: readonly HistoryCommit[], later: readonly HistoryCommit[]): boolean {
  const last = earlier.length - 1;
  return earlier[last] === later[last] && earlier[last >> 1] === later[last >> 1];
}
