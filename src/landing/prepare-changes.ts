import type { Change, ReturnReason } from "../core/change.ts";
import { branchPoints } from "../git/branch-points.ts";
import { diffBlobsOf } from "../git/diff-blobs.ts";
import type { Git } from "../git/git.ts";
import type { ChangeToLand } from "./candidate.ts";
import { findConflictMarkers } from "./conflict-markers.ts";
import { type SortedEdits, sortEdits } from "./protected-paths.ts";

/** A change that may be merged: where it left main, and its edits. */
export interface PreparedChange {
  readonly change: Change;
  readonly mergeBase: string;
  readonly edits: SortedEdits;
}

export type Preparation = { readonly ok: true; readonly value: PreparedChange } | { readonly ok: false; readonly reason: ReturnReason };

/**
 * Looks at every change of a batch by itself, before any merge, in three git processes whatever the batch's size.
 * Refused here: nothing to land, paths the task must not touch, no common history, conflict markers left in a file.
 */
export async function prepareChanges(cache: Git, main: string, changes: readonly ChangeToLand[]): Promise<Map<string, Preparation>> {
  const heads = [...new Set(changes.map(({ change }) => change.head))];
  const points = await branchPoints(cache, main, heads);
  const pairs = heads.flatMap((head) => {
    const point = points.get(head);
    return point?.kind === "ahead" ? [{ from: point.base, to: head }] : [];
  });
  const diffs = await diffBlobsOf(cache, pairs);
  const marked = await findConflictMarkers(cache, pairs, diffs);
  return new Map(
    changes.map(({ change, protect, forbid }) => {
      const point = points.get(change.head);
      if (point?.kind === "unrelated") return [change.id, refused("conflict", "expected work based on main, got no common history", [])];
      const edits = sortEdits(diffs.get(change.head) ?? [], protect, forbid);
      const mergeBase = point?.kind === "ahead" ? point.base : main;
      return [change.id, judge({ change, mergeBase, edits }, marked.get(change.head) ?? [])];
    }),
  );
}

function judge(prepared: PreparedChange, marked: readonly string[]): Preparation {
  const { kept, dropped, forbidden } = prepared.edits;
  if (forbidden.length > 0) {
    return refused("forbidden-path", `expected no edit of paths the task must not touch, got ${forbidden.length}`, forbidden);
  }
  if (kept.length === 0) {
    const only = dropped.length === 0 ? "nothing that main does not have" : "only edits of protected paths";
    return refused(
      "empty",
      `expected a change to land, got ${only}`,
      dropped.map(({ path }) => path),
    );
  }
  const markedAndKept = marked.filter((path) => kept.some((edit) => edit.path === path));
  if (markedAndKept.length === 0) return { ok: true, value: prepared };
  return refused("conflict", "expected resolved files, got conflict markers left in them", markedAndKept);
}

function refused(code: ReturnReason["code"], message: string, files: readonly string[]): Preparation {
  return { ok: false, reason: { code, message, evidence: files.join("\n"), files } };
}
