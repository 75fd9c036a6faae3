import { anyPatternCovers } from "../core/paths.ts";
import { diffFiles } from "../git/diff.ts";
import { diffBlobs } from "../git/diff-blobs.ts";
import type { Git } from "../git/git.ts";
import { mergeCommits } from "../git/merge-tree.ts";
import { readCommitMessage, writeCommit } from "../git/objects.ts";
import { treeOf } from "../git/refs.ts";
import { editTree } from "../git/trees.ts";

/**
 * A commit on top of main that takes one landing back, to be landed as an ordinary change of kind `revert` with
 * `base` main and `head` this commit.
 *
 * nothing   main holds nothing of the landing any more.
 * conflict  later landings built on it: `files` say where. A person decides.
 */
export type Revert =
  | { readonly kind: "revert"; readonly head: string; readonly files: readonly string[]; readonly subject: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "conflict"; readonly files: readonly string[]; readonly messages: string };

/**
 * Reverts the landing commit `landed` (against its first parent, main before it) on top of `main`, without a checkout.
 * @param keep patterns that stay as main has them: the records ride in every landing and are rendered anew, so taking
 * them back would conflict with each landing since.
 */
export async function buildRevert(cache: Git, main: string, landed: string, nowMs: number, keep: readonly string[] = []): Promise<Revert> {
  const [mainTree, landedTree, message] = await Promise.all([treeOf(cache, main), treeOf(cache, landed), readCommitMessage(cache, landed)]);
  const beforeTree = await treeBefore(cache, landed, landedTree, keep);
  // merge-tree finds its base by history, so three bare commits spell out the reverse merge: from the landing, main went
  // one way and "as it was before" the other.
  const origin = await scratchCommit(cache, landedTree, []);
  const [ours, theirs] = await Promise.all([scratchCommit(cache, mainTree, [origin]), scratchCommit(cache, beforeTree, [origin])]);
  const merge = await mergeCommits(cache, ours, theirs);
  if (merge.kind === "conflict") return { kind: "conflict", files: merge.files, messages: merge.messages };
  if (merge.tree === mainTree) return { kind: "nothing" };
  const subject = `Revert "${message.split("\n")[0] ?? landed}"`;
  const text = `${subject}\n\nThis reverts commit ${landed}.\n`;
  const head = await writeCommit(cache, { tree: merge.tree, parents: [main], message: text, atMs: nowMs });
  const files = (await diffFiles(cache, main, head)).map(({ path }) => path);
  return { kind: "revert", head, files, subject };
}

/** The landed tree with everything taken back but what is kept. Removals come first, to make room. */
async function treeBefore(cache: Git, landed: string, landedTree: string, keep: readonly string[]): Promise<string> {
  const changes = await diffBlobs(cache, `${landed}^1`, landed);
  const edits = changes.filter(({ path }) => !anyPatternCovers(keep, path)).map(({ path, before }) => ({ path, content: before }));
  return editTree(
    cache,
    landedTree,
    edits.toSorted((a, b) => Number(a.content !== null) - Number(b.content !== null)),
  );
}

function scratchCommit(cache: Git, tree: string, parents: readonly string[]): Promise<string> {
  return writeCommit(cache, { tree, parents, message: "Side of a reverse merge\n", atMs: 0 });
}
