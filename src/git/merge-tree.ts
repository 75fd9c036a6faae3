import { SignalboxError } from "../core/errors.ts";
import type { BlobVersion } from "./diff-blobs.ts";
import type { Git } from "./git.ts";

/** A path git could not merge, with the three versions it started from; null: that side has no such file. */
export interface ConflictedPath {
  readonly path: string;
  readonly base: BlobVersion | null;
  readonly ours: BlobVersion | null;
  readonly theirs: BlobVersion | null;
}

export type MergeResult =
  | { readonly kind: "clean"; readonly tree: string }
  | {
      readonly kind: "conflict";
      /** Holds the conflicting files with conflict markers: to show, never to commit. */
      readonly tree: string;
      readonly files: readonly string[];
      readonly paths: readonly ConflictedPath[];
      /** Git's names for what went wrong, each once: `CONFLICT (contents)`, `CONFLICT (modify/delete)`. */
      readonly types: readonly string[];
      readonly messages: string;
    };

/** Merges two commits; see `mergeCommits` for one process each, `openMerger` for one that is kept. */
export type Merge = (ours: string, theirs: string) => Promise<MergeResult>;

/** How both ask: paths without quotes. */
export const MERGE_OUTPUT = ["-z"] as const;

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

/** What merge-tree says behind the tree of a merge that conflicts: paths with their stages, an empty field, messages. */
export function conflictFrom(tree: string, rest: readonly string[]): MergeResult {
  const end = rest.indexOf("");
  const paths = stagesOf(rest.slice(0, end === -1 ? undefined : end));
  const told = messagesOf(end === -1 ? [] : rest.slice(end + 1));
  const types = new Set(told.map(({ type }) => type).filter((type) => type.startsWith("CONFLICT")));
  const messages = told.map(({ text }) => text).join("");
  return { kind: "conflict", tree, files: paths.map(({ path }) => path), paths, types: [...types], messages: messages.trim() };
}

/** `<mode> <oid> <stage>` TAB `<path>` each; stage 1 is the base, 2 ours, 3 theirs. */
function stagesOf(lines: readonly string[]): readonly ConflictedPath[] {
  const byPath = new Map<string, { [side in "base" | "ours" | "theirs"]: BlobVersion | null }>();
  for (const line of lines) {
    const [, mode, oid, stage, path] = /^(\d+) ([0-9a-f]+) ([123])\t(.*)$/s.exec(line) ?? [];
    if (mode === undefined || oid === undefined || path === undefined) continue;
    const sides = byPath.get(path) ?? { base: null, ours: null, theirs: null };
    sides[stage === "1" ? "base" : stage === "2" ? "ours" : "theirs"] = { mode, oid };
    byPath.set(path, sides);
  }
  return [...byPath].map(([path, sides]) => ({ path, ...sides }));
}

/** `<number of paths>` NUL `<path>`… NUL `<type>` NUL `<text>` NUL each. */
function messagesOf(fields: readonly string[]): readonly { readonly type: string; readonly text: string }[] {
  const told: { type: string; text: string }[] = [];
  for (let at = 0; at < fields.length; ) {
    const type = at + 1 + Number(fields[at]);
    const [name, text] = [fields[type], fields[type + 1]];
    if (!Number.isInteger(type) || name === undefined || text === undefined) break;
    told.push({ type: name, text });
    at = type + 2;
  }
  return told;
}
