import { SignalboxError } from "../../../core/errors.ts";
import { diffFiles } from "../../../git/diff.ts";
import type { Git } from "../../../git/git.ts";

/** A two-parent merge of main, as it was made. */
export interface RecordedMerge {
  readonly commit: string;
  /** Main before it, and what it merged. */
  readonly main: string;
  readonly head: string;
  /** When its head was committed, milliseconds since 1970: when the change could have been submitted. */
  readonly submittedMs: number;
  /** What the change wrote since it left main. */
  readonly files: ReadonlySet<string>;
  /** So many commits of main it was made on top of. */
  readonly begunAt: number;
  /** Its own place on main. */
  readonly mergedAt: number;
}

interface MainCommit {
  readonly commit: string;
  readonly parents: readonly string[];
}

/**
 * The last `count` two-parent merges of the history of `head` along first parents, in the order in which their changes were
 * committed. Merges of unrelated histories, and those that brought no file, are left out.
 * @throws SignalboxError `not-found` where there is none, `git-failed`
 */
export async function recordedMerges(git: Git, head: string, count: number): Promise<readonly RecordedMerge[]> {
  const main = await mainCommits(git, head);
  const places = new Map(main.map(({ commit }, place) => [commit, place]));
  const merges: RecordedMerge[] = [];
  for (const { commit, parents } of main.filter((one) => one.parents.length === 2).slice(-count)) {
    const [before = "", merged = ""] = parents;
    const base = await git.attempt(["merge-base", before, merged]);
    const from = base.stdout.toString("utf8").trim();
    const files = from === "" ? [] : await diffFiles(git, from, merged);
    if (files.length === 0) continue;
    const submittedMs = 1000 * Number(await git.text(["log", "-1", "--format=%ct", "--end-of-options", merged]));
    const [begunAt, mergedAt] = [places.get(from) ?? -1, places.get(commit) ?? 0];
    merges.push({ commit, main: before, head: merged, submittedMs, files: new Set(files.map(({ path }) => path)), begunAt, mergedAt });
  }
  if (merges.length > 0) return merges.sort((a, b) => a.submittedMs - b.submittedMs);
  throw new SignalboxError("not-found", "expected merges of two parents on main, got none", {
    hint: "give a repository whose main merges branches without squashing",
  });
}

/** Oldest first. */
async function mainCommits(git: Git, head: string): Promise<readonly MainCommit[]> {
  const log = await git.text(["log", "--first-parent", "--reverse", "--format=%H %P", "--end-of-options", head]);
  return log.split("\n").map((line) => {
    const [commit = "", ...parents] = line.split(" ");
    return { commit, parents };
  });
}

/** Both wrote a file. */
export function shareFile({ files: a }: RecordedMerge, { files: b }: RecordedMerge): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const path of few) if (many.has(path)) return true;
  return false;
}

/** Neither was made on top of the other. */
export function areApart(a: RecordedMerge, b: RecordedMerge): boolean {
  return a.mergedAt > b.begunAt && b.mergedAt > a.begunAt;
}
