import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HistoryCommit } from "../../src/git/history.ts";

/** Says whether two commits, each moved onto one base, conflict as texts. */
export interface TextualConflicts {
  between(base: string, a: HistoryCommit, b: HistoryCommit): boolean;
  close(): void;
}

/** By `git merge-tree`, with new objects beside the repository and never in it. A commit that cannot stand on the base conflicts. */
export function textualConflicts(repository: string): TextualConflicts {
  const objects = mkdtempSync(join(tmpdir(), "signalbox-bench-objects-"));
  const env = {
    ...process.env,
    ...{ GIT_DIR: repository, GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repository, "objects") },
    ...{
      GIT_AUTHOR_NAME: "Bench",
      GIT_AUTHOR_EMAIL: "bench@localhost",
      GIT_COMMITTER_NAME: "Bench",
      GIT_COMMITTER_EMAIL: "bench@localhost",
    },
  };
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync("git", args, { env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    return status === 0 ? stdout.trim().split("\n")[0] : undefined;
  };
  const moved = new Map<string, string | undefined>();
  const onBase = (base: string, { oid, parents }: HistoryCommit) => {
    const key = `${base} ${oid}`;
    if (!moved.has(key)) {
      // The base as a sibling of the commit: their merge is the commit moved onto it (git 2.39 takes no merge base by hand).
      const sibling = git("commit-tree", `${base}^{tree}`, "-p", parents[0] ?? "", "-m", base);
      const tree = sibling === undefined ? undefined : git("merge-tree", "--write-tree", sibling, oid);
      moved.set(key, tree === undefined ? undefined : git("commit-tree", tree, "-p", base, "-m", oid));
    }
    return moved.get(key);
  };
  return {
    between(base, a, b) {
      const [one, other] = [onBase(base, a), onBase(base, b)];
      return one === undefined || other === undefined || git("merge-tree", "--write-tree", one, other) === undefined;
    },
    close: () => rmSync(objects, { recursive: true, force: true }),
  };
}
