import type { HistoryCommit } from "../../git/history.ts";
import { predictable } from "./predictable.ts";

const FILES_MAX = 12;
const BOT = /\[bot\]$|^GitHub Action$/i;

/** Existing files a commit modified that somebody writes by hand: no lock, generated or binary files. */
export function modifiedByHand({ changes }: Pick<HistoryCommit, "changes">): readonly string[] {
  return changes.filter(({ kind, path }) => kind === "modified" && predictable(path)).map(({ path }) => path);
}

/**
 * Does a commit resemble a task: one person's or agent's change of 1 to 12 existing files? Merges, bots and mass changes do not
 * (protocol P6).
 */
function isTaskLike(commit: HistoryCommit): boolean {
  if (commit.parents.length > 1 || isBot(commit)) return false;
  const count = modifiedByHand(commit).length;
  return count >= 1 && count <= FILES_MAX;
}

function isBot({ author }: Pick<HistoryCommit, "author">): boolean {
  return BOT.test(author);
}

/**
 * A subject without what varies in formulas: numbers, versions, paths, the name of a bumped package. Commits with the same
 * template say the same thing again and again ("chore: sync state", "bump x from 1 to 2").
 */
function subjectTemplate(subject: string): string {
  return subject
    .toLowerCase()
    .replaceAll(/\(#\d+\)/g, "")
    .replaceAll(/\b(bump|update|upgrade)\s+\S+\s+(from|to|in|requirement)\b/g, "$1 # $2")
    .replaceAll(/\S*[\d/]\S*/g, "#")
    .trim();
}

/**
 * The numbers of the commits that resemble tasks; of those that say the same thing again and again the first. Whether a commit
 * is one of them depends on it and on earlier ones only.
 */
export function taskLike(commits: readonly HistoryCommit[]): readonly number[] {
  const seen = new Set<string>();
  const numbers: number[] = [];
  for (const [at, commit] of commits.entries()) {
    if (!isTaskLike(commit)) continue;
    const template = subjectTemplate(commit.subject);
    if (!seen.has(template)) numbers.push(at);
    seen.add(template);
  }
  return numbers;
}
