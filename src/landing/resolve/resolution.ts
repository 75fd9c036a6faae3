import type { ConflictedPath } from "../../git/merge-tree.ts";

/**
 * The rungs of the ladder, in the order they are tried (DESIGN §7). `merge=union` is none of them: it cleared 117 real
 * conflicts and reproduced the committed tree in 2.
 *
 * lock-file    the package manager writes its lock file anew from the merged manifests.
 * generated    the owner's generator writes the file anew from the merged tree.
 * keyed        JSON, JSON lines and YAML by key, where no value was changed by both sides.
 * insert-only  both sides only added lines, in a text where lines side by side do not disturb each other.
 * driver       an external structured merge driver the owner named.
 * remembered   the same conflict was resolved before, by somebody whose work landed.
 * renumbered   no conflict of texts: two changes took the same next number for a file.
 */
export const RUNGS = ["lock-file", "generated", "keyed", "insert-only", "driver", "remembered", "renumbered"] as const;

export type Rung = (typeof RUNGS)[number];

/** One conflict that was resolved, and what that decided, for people. */
export interface Resolution {
  readonly path: string;
  readonly rung: Rung;
  readonly decided: string;
}

/** The same with what names the conflict (`resolutionKey`), so that it is not resolved so again once the gates refused it. */
export interface MadeResolution extends Resolution {
  readonly key: string;
  /** Keys of what was remembered and used: forgotten once the gates refused it. */
  readonly recalled?: readonly string[];
}

/** What a rung says of one path. A refusal is a sentence about why not, for the agent that gets the conflict. */
export type PathResult =
  | { readonly kind: "resolved"; readonly content: string; readonly decided: string }
  | { readonly kind: "refused"; readonly because: string };

/** Why no rung resolves a path; an empty path: the merge as a whole. */
export interface PathRefusal {
  readonly path: string;
  readonly because: string;
}

/** The three versions of one text; base null: both sides made the file. */
export interface PathVersions {
  readonly path: string;
  readonly base: string | null;
  readonly ours: string;
  readonly theirs: string;
}

export function resolved(content: string, decided: string): PathResult {
  return { kind: "resolved", content, decided };
}

/** A merged text with the end that `ours` has: `mergeFile` gives every last line a line end. */
export function endedAs(ours: string, merged: string): string {
  return ours === "" || ours.endsWith("\n") ? merged : merged.replace(/\n$/, "");
}

export function refused(because: string): PathResult {
  return { kind: "refused", because };
}

/** Names one conflict and the rung that met it, whatever commits it came up between. */
export function resolutionKey({ path, base, ours, theirs }: ConflictedPath, rung: Rung): string {
  return [rung, base?.oid ?? "-", ours?.oid ?? "-", theirs?.oid ?? "-", path].join(" ");
}
