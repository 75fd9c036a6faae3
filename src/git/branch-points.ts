import type { Git } from "./git.ts";
import { mergeBase } from "./refs.ts";

/** Where a head left main: the commit a merge of the two starts from. */
export type BranchPoint =
  | { readonly kind: "ahead"; readonly base: string }
  /** Main already contains the head. */
  | { readonly kind: "contained" }
  /** No common history. */
  | { readonly kind: "unrelated" };

/**
 * The branch points of many heads in one process: it lists what main does not have and walks it from each head; the
 * first commits of main it meets are the candidates. Only a head that meets several costs a process of its own.
 */
export async function branchPoints(git: Git, main: string, heads: readonly string[]): Promise<Map<string, BranchPoint>> {
  const input = [...heads, `^${main}`, ""].join("\n");
  const text = await git.text(["rev-list", "--stdin", "--parents"], { input });
  const parentsOf = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    const [commit, ...parents] = line.split(" ");
    if (commit !== undefined && commit !== "") parentsOf.set(commit, parents);
  }
  const points = new Map<string, BranchPoint>();
  for (const head of heads) points.set(head, await branchPoint(git, main, head, parentsOf));
  return points;
}

async function branchPoint(git: Git, main: string, head: string, parentsOf: ReadonlyMap<string, readonly string[]>): Promise<BranchPoint> {
  if (!parentsOf.has(head)) return { kind: "contained" };
  const met = new Set<string>();
  const seen = new Set([head]);
  // A Set grows while it is iterated: this visits every commit of the head's own work once.
  for (const commit of seen) {
    for (const parent of parentsOf.get(commit) ?? []) (parentsOf.has(parent) ? seen : met).add(parent);
  }
  const [only, ...others] = met;
  if (only === undefined) return { kind: "unrelated" };
  const base = others.length === 0 ? only : await mergeBase(git, main, head);
  return base === undefined ? { kind: "unrelated" } : { kind: "ahead", base };
}
