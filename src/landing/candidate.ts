import type { Change, ReturnReason } from "../core/change.ts";
import type { BlobVersion } from "../git/diff-blobs.ts";
import type { MadeResolution } from "./resolve/resolution.ts";

/** A change as the lander takes it, with what it may not alter. */
export interface ChangeToLand {
  /** `change.base` is the commit the work started from; for a later part, the head of the part before it. */
  readonly change: Change;
  /** Patterns whose edits are dropped with a note: record files, acceptance checks, gate configuration. */
  readonly protect: readonly string[];
  /** Patterns the task must not touch: one edit there returns the change. */
  readonly forbid: readonly string[];
}

/** One commit of the chain. The tree of the last link is the candidate's own. */
export interface CandidateLink {
  readonly change: Change;
  readonly commit: string;
  /** Paths the change alters, after protected ones were taken out. */
  readonly files: readonly string[];
  /** Conflicts of this change that the ladder resolved; the gates prove the result like any other. */
  readonly resolutions: readonly MadeResolution[];
}

/** The private chain of merge commits on its way to main: `tree` is what the gates must pass, exactly. */
export interface Candidate {
  readonly base: string;
  readonly tip: string;
  readonly tree: string;
  readonly links: readonly CandidateLink[];
}

export interface ReturnedChange {
  readonly change: Change;
  readonly reason: ReturnReason;
  /** What the ladder resolved of it before a guard refused the merge. */
  readonly resolutions: readonly MadeResolution[];
}

/**
 * An edit of a protected path that does not land. Main keeps its own version; `before` is the one the
 * work found, `after` the one it wanted; null: no file.
 */
export interface DroppedEdit {
  readonly change: Change;
  readonly path: string;
  readonly before: BlobVersion | null;
  readonly after: BlobVersion | null;
}
