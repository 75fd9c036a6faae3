import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Git } from "./git.ts";

/** One path of a new tree: content to write, an existing blob with its mode, or null to remove the path. */
export interface TreeEdit {
  readonly path: string;
  readonly content: string | Uint8Array | { readonly oid: string; readonly mode: string } | null;
}

/**
 * The tree `tree` with some paths replaced, added or removed, in order; no work tree is touched.
 * Uses a scratch directory for its index and contents, so many may run at once; four processes, however many edits.
 */
export async function editTree(git: Git, tree: string, edits: readonly TreeEdit[]): Promise<string> {
  if (edits.length === 0) return tree;
  const directory = await mkdtemp(join(tmpdir(), "signalbox-tree-"));
  const scratch = git.with({ indexFile: join(directory, "index") });
  try {
    const blobs = await writeBlobs(git, directory, edits);
    const lines = edits.map(({ path, content }, index) => {
      if (content === null) return `0 ${"0".repeat(tree.length)}\t${path}\0`;
      return isBlob(content) ? `${content.mode} ${content.oid}\t${path}\0` : `100644 ${blobs.get(index)}\t${path}\0`;
    });
    await scratch.run(["read-tree", tree]);
    await scratch.run(["update-index", "-z", "--index-info"], { input: lines.join("") });
    return await scratch.text(["write-tree"]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Writes every new content in one process. @returns the blob of each edit, by the edit's index. */
async function writeBlobs(git: Git, directory: string, edits: readonly TreeEdit[]): Promise<Map<number, string>> {
  const written: number[] = [];
  for (const [index, { content }] of edits.entries()) {
    if (content === null || isBlob(content)) continue;
    await writeFile(join(directory, String(index)), content);
    written.push(index);
  }
  if (written.length === 0) return new Map();
  const input = written.map((index) => `${join(directory, String(index))}\n`).join("");
  const oids = (await git.text(["hash-object", "-w", "--no-filters", "--stdin-paths"], { input })).split("\n");
  return new Map(written.map((index, order) => [index, oids[order] ?? ""]));
}

function isBlob(content: NonNullable<TreeEdit["content"]>): content is { readonly oid: string; readonly mode: string } {
  return typeof content === "object" && "oid" in content;
}
