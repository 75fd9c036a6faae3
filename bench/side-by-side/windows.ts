import { modifiedByHand, taskLike } from "../../src/footprint/history/task-like.ts";
import type { HistoryCommit } from "../../src/git/history.ts";

/** Commits of a real history, taken for tasks whose order nobody knows, and the commit before the first of them. */
export interface Window {
  readonly base: string;
  readonly tasks: readonly HistoryCommit[];
}

interface Wanted {
  /** Of so many of the newest. */
  readonly newest: number;
  readonly size: number;
  readonly count: number;
}

/** The newest task-like commits in groups that follow each other, evenly spread; formulas that repeat are no tasks. */
export function windowsOf(commits: readonly HistoryCommit[], { newest, size, count }: Wanted): Window[] {
  const eligible = taskLike(commits)
    .flatMap((at) => commits[at] ?? [])
    .filter(({ parents }) => parents.length === 1)
    .slice(-newest);
  const groups = Math.floor(eligible.length / size);
  const wanted = Math.min(count, groups);
  return Array.from({ length: wanted }, (_, index) => {
    const tasks = eligible.slice(Math.floor((index * groups) / wanted) * size).slice(0, size);
    return { base: tasks[0]?.parents[0] ?? "", tasks };
  });
}

/** What a commit really wrote and two tasks may meet in: files written by hand. New files are its own. */
export function writtenBy(commit: HistoryCommit): ReadonlySet<string> {
  return new Set(modifiedByHand(commit));
}
