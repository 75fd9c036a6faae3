import type { Change, ReturnReason } from "../core/change.ts";
import { branchPoints } from "../git/branch-points.ts";
import { diffBlobsOf } from "../git/diff-blobs.ts";
import type { Git } from "../git/git.ts";
import type { ChangeToLand } from "./candidate.ts";
import { findConflictMarkers } from "./conflict-markers.ts";
import { type SortedEdits, sortEdits } from "./protected-paths.ts";

/** A change looked at by itself: where it left main, its edits, and why it may not be merged, if so. */
export interface PreparedChange {
  readonly change: Change;
  readonly mergeBase: string;
  readonly edits: SortedEdits;
  readonly refusal: ReturnReason | null;
}

/**
 * Looks at every change of a batch by itself, before any merge, in three git processes whatever the batch's size.
 * Refused here: nothing to land, paths the task must not touch, no common history, conflict markers left in a file.
 */
export async function prepareChanges(cache: Git, main: string, changes: readonly ChangeToLand[]): Promise<PreparedChange[]> {
  const heads = [...new Set(changes.map(({ change }) => change.head))];
  const points = await branchPoints(cache, main, heads);
  const pairs = heads.flatMap((head) => {
    const point = points.get(head);
    return point?.kind === "ahead" ? [{ from: point.base, to: head }] : [];
  });
  const diffs = await diffBlobsOf(cache, pairs);
  const marked = await findConflictMarkers(cache, pairs, diffs);
  return changes.map(({ change, protect, forbid }) => {
    const point = points.get(change.head);
    const edits = sortEdits(diffs.get(change.head) ?? [], protect, forbid);
    const refusal = point?.kind === "unrelated" ? UNRELATED : refusalOf(edits, marked.get(change.head) ?? []);
    return { change, mergeBase: point?.kind === "ahead" ? point.base : main, edits, refusal };
  });
}

function refusalOf({ kept, dropped, forbidden }: SortedEdits, marked: readonly string[]): ReturnReason | null {
  if (forbidden.length > 0) {
    return reason("forbidden-path", `expected no edit of paths the task must not touch, got ${forbidden.length}`, forbidden);
  }
  if (kept.length === 0) {
    const only = dropped.length === 0 ? "nothing that main does not have" : "only edits of protected paths";
    const files = dropped.map(({ path }) => path);
    return reason("empty", `expected a change to land, got ${only}`, files);
  }
  const left = marked.filter((path) => kept.some((edit) => edit.path === path));
  return left.length === 0 ? null : reason("conflict", "expected resolved files, got conflict markers left in them", left);
}

const UNRELATED = reason("conflict", "expected work based on main, got no common history", []);

function reason(code: ReturnReason["code"], message: string, files: readonly string[]): ReturnReason {
  return { code, message, evidence: files.join("\n"), files };
}
