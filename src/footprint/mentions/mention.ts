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
  /** True where the text says that it shall be gone. */
  readonly deleted: boolean;
}
