import type { TreeIndex } from "../tree/tree-index.ts";

export const MENTION_KINDS = ["path", "glob", "directory", "module", "basename", "symbol", "route"] as const;
export type MentionKind = (typeof MENTION_KINDS)[number];

/** Something of the repository that a text names. */
export interface Mention {
  /** Repository-relative path, or a glob. A directory is named without a final slash. */
  readonly path: string;
  readonly kind: MentionKind;
  /** False for a file the text speaks of that is not there yet: it will be created. */
  readonly exists: boolean;
  /** How surely the text means this path as one to change, in [0, 1]; not a probability of change. */
  readonly strength: number;
  /** The words that name it, as written, at most 120 characters. */
  readonly quote: string;
  /** True where the text says it must not be touched. */
  readonly forbidden: boolean;
}

/** What a text names, the strongest first, each path once per kind. */
export function mentionsIn(text: string, tree: TreeIndex): readonly Mention[] {
  const paths = [...new Set(text.split(/[\s`'"()|,;]+/))].filter((word) => tree.has(word) && tree.kindOf(word) !== "bookkeeping");
  return paths.map((path) => ({ path, kind: "path", exists: true, strength: 0.8, quote: path, forbidden: false }));
}
