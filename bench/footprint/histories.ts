import { stat } from "node:fs/promises";
import { join } from "node:path";
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
  return { tip, commits: (await readHistory(git, tip)).commits };
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
