import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { PastContents } from "../../src/footprint/content/past-contents.ts";
import { readPastContents } from "../../src/footprint/store/read-past-contents.ts";
import { readTreeState } from "../../src/footprint/store/tree-state.ts";
import { Git } from "../../src/git/git.ts";
import { type HistoryCommit, readHistory } from "../../src/git/history.ts";
import { isMissing } from "../../src/system/files.ts";

/** The histories that predictions are scored on; nothing is fitted or tuned on them. */
export const SCORED_HISTORIES = [
  "jayminwest/overstory",
  "max-sixty/worktrunk",
  "dbos-inc/dbos-transact-ts",
  "steveyegge/beads",
  "subsy/ralph-tui",
  "uber/submitqueue",
  "bors-ng/bors-ng",
  "gastownhall/gascity",
  "BloopAI/vibe-kanban",
] as const;

export interface OpenedHistory {
  readonly git: Git;
  readonly tip: string;
  /** In landed order. */
  readonly commits: readonly HistoryCommit[];
}

/**
 * The history of a repository that lies bare in `DIRECTORY/OWNER+NAME/repo`, up to a commit.
 * @returns null when it is absent.
 */
export async function openHistory(directory: string, name: string, commit = "HEAD"): Promise<OpenedHistory | null> {
  const gitDir = join(directory, name.replace("/", "+"), "repo");
  if (!(await isThere(gitDir))) return null;
  const git = new Git({ gitDir });
  const tip = await git.text(["rev-parse", "--verify", `${commit}^{commit}`]);
  return { git, tip, commits: (await readHistory(git, tip)).commits };
}

/** What the files of a history said before each of its commits from number `first` on; every version of them from `exactFrom` on. */
export async function contentsIn(
  { git, commits }: Pick<OpenedHistory, "git" | "commits">,
  first: number,
  exactFrom = first,
): Promise<PastContents | null> {
  return readPastContents(git, await readTreeState(git, commits[first]?.oid ?? ""), commits, first, exactFrom);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}
