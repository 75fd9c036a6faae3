import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";
import { writeBlob } from "./objects.ts";

/** One path of a new tree: content to write, an existing blob with its mode, or null to remove the path. */
export interface TreeEdit {
  readonly path: string;
  readonly content: string | Uint8Array | { readonly oid: string; readonly mode: string } | null;
}

let scratchIndexes = 0;

/**
 * The tree `tree` with some paths replaced, added or removed; no work tree is touched.
 * Uses a scratch index inside the git directory, so many may run at once.
 */
export async function editTree(git: Git, tree: string, edits: readonly TreeEdit[]): Promise<string> {
  if (edits.length === 0) return tree;
  const gitDir = await git.text(["rev-parse", "--absolute-git-dir"]);
  const indexFile = join(gitDir, `signalbox-index-${process.pid}-${scratchIndexes++}`);
  const scratch = git.with({ indexFile });
  try {
    const lines: string[] = [];
    for (const { path, content } of edits) {
      if (content === null) lines.push(`0 ${"0".repeat(tree.length)}\t${path}\0`);
      else if (typeof content === "object" && "oid" in content) lines.push(`${content.mode} ${content.oid}\t${path}\0`);
      else lines.push(`100644 ${await writeBlob(git, content)}\t${path}\0`);
    }
    await scratch.run(["read-tree", tree]);
    await scratch.run(["update-index", "-z", "--index-info"], { input: lines.join("") });
    return await scratch.text(["write-tree"]);
  } finally {
    await rm(indexFile, { force: true });
  }
}
