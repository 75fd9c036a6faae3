import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { Git } from "../../src/git/git.ts";
import { openMerger } from "../../src/git/merge-process.ts";
import type { Conflict } from "../../src/landing/resolve/conflicted.ts";

/** A merge somebody made by hand because git could not: what git had, and the tree they committed. */
export interface RealConflict {
  readonly commit: string;
  readonly ours: string;
  readonly theirs: string;
  readonly conflict: Conflict;
  readonly committed: string;
}

/** A repository that reads the objects of another and writes its own, so that the other is never touched. */
export async function openBeside(repository: string, directory: string): Promise<Git> {
  await mkdir(directory, { recursive: true });
  await promisify(execFile)("git", ["init", "-q", "--bare", directory]);
  await writeFile(join(directory, "objects/info/alternates"), `${repository}/objects\n`);
  return new Git({ gitDir: directory });
}

/**
 * The newest two-parent merges of a repository, those of them that conflict; newest first, or in the order they were made. Those whose
 * objects are not all here are left out.
 */
export async function* realConflicts(
  repository: string,
  cache: Git,
  mergesMax: number,
  order: "newest-first" | "as-made" = "newest-first",
): AsyncIterable<RealConflict> {
  const from = new Git({ gitDir: repository });
  const inOrder = order === "as-made" ? ["--date-order", "--reverse"] : [];
  const which = ["--all", "--min-parents=2", "--max-parents=2", "--parents", `--max-count=${mergesMax}`];
  const listed = await from.text(["rev-list", ...which, ...inOrder]);
  const { merge, close } = openMerger(cache);
  try {
    for (const line of listed.split("\n")) {
      const [commit, ours, theirs] = line.split(" ");
      if (commit === undefined || ours === undefined || theirs === undefined) continue;
      try {
        const conflict = await merge(ours, theirs);
        if (conflict.kind === "conflict")
          yield { commit, ours, theirs, conflict, committed: await cache.text(["rev-parse", `${commit}^{tree}`]) };
      } catch {
        // A mirror may lack blobs that nobody kept.
      }
    }
  } finally {
    await close();
  }
}
