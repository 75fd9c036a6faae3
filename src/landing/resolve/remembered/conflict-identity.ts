import { createHash } from "node:crypto";
import type { MetConflict } from "../../../core/change.ts";
import type { ConflictHunk } from "../../../git/merge-file.ts";

/**
 * What names a conflict, whoever meets it and in whichever order: the key under which its resolution is remembered.
 *
 * The whole file: the same three blobs, the sides sorted, so that merging the other way about is the same conflict.
 */
export function fileIdentity({ base, ours, theirs }: Pick<MetConflict, "base" | "ours" | "theirs">): string {
  return ["file", base, ...[ours, theirs].sort()].join(" ");
}

/**
 * One conflicting place, in whatever file it stands: as git rerere names conflicts (Documentation/technical/rerere, "Conflict
 * normalization"), a hash over both sides without labels, without the common ancestor, and sorted. Two sides that mean
 * the same conflict do so whatever they started from. Rerere hashes all hunks of a file together; here each has a name of its own,
 * because a file is resolved only when all of its hunks are known.
 */
export function hunkIdentity({ ours, theirs }: Pick<ConflictHunk, "ours" | "theirs">): string {
  const sides = [ours, theirs].map((lines) => lines.join("")).sort();
  return `hunk ${createHash("sha256").update(sides.join("\0")).digest("hex")}`;
}
