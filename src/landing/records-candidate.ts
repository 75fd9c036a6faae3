import type { Git } from "../git/git.ts";
import { writeCommit } from "../git/objects.ts";
import { treeOf } from "../git/refs.ts";
import { editTree, type TreeEdit } from "../git/trees.ts";
import type { Candidate } from "./candidate.ts";

/**
 * The candidate of a run's final records commit: main with rendered records and nothing else, gated and pushed like any
 * other. Undefined when main holds exactly these records already.
 */
export async function buildRecordsCandidate(
  cache: Git,
  main: string,
  edits: readonly TreeEdit[],
  commit: { readonly message: string; readonly nowMs: number },
): Promise<Candidate | undefined> {
  const before = await treeOf(cache, main);
  const tree = await editTree(cache, before, edits);
  if (tree === before) return undefined;
  const tip = await writeCommit(cache, { tree, parents: [main], message: commit.message, atMs: commit.nowMs });
  return { base: main, tip, tree, links: [] };
}
