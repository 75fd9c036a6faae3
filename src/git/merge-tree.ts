import { SignalboxError } from "../core/errors.ts";
import type { Git } from "./git.ts";

export type MergeResult =
  | { readonly kind: "clean"; readonly tree: string }
  /** `tree` holds the conflicting files with conflict markers: to show, never to commit. */
  | { readonly kind: "conflict"; readonly tree: string; readonly files: readonly string[]; readonly messages: string };

/** Merges two commits; see `mergeCommits` for one process each, `openMerger` for one that is kept. */
export type Merge = (ours: string, theirs: string) => Promise<MergeResult>;

/** How both ask: paths without quotes, names only. */
export const MERGE_OUTPUT = ["-z", "--name-only"] as const;

/**
 * Merges two commits without a work tree (`git merge-tree --write-tree`, git ≥ 2.38): the tree, or what conflicts.
 * No checkout, no index, no HEAD: a dirty main checkout is never in the way.
 */
export async function mergeCommits(git: Git, ours: string, theirs: string): Promise<MergeResult> {
  const result = await git.run(["merge-tree", "--write-tree", ...MERGE_OUTPUT, "--messages", ours, theirs], { okExitCodes: [0, 1] });
  const [tree, ...rest] = result.stdout.toString("utf8").split("\0");
  if (tree === undefined || tree === "") throw new SignalboxError("bug", "expected merge-tree to name a tree, got nothing");
  return result.exitCode === 0 ? { kind: "clean", tree } : conflictFrom(tree, rest);
}

/** What merge-tree says behind the tree of a merge that conflicts: paths, an empty field, messages. */
export function conflictFrom(tree: string, rest: readonly string[]): MergeResult {
  const end = rest.indexOf("");
  const files = [...new Set(rest.slice(0, end === -1 ? undefined : end))];
  return {
    kind: "conflict",
    tree,
    files,
    messages:
      end === -1
        ? ""
        : rest
            .slice(end + 1)
            .filter((part) => part.includes(" "))
            .join("")
            .trim(),
  };
}
