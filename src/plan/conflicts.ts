import { patternsOverlap } from "../core/paths.ts";
import type { Conflict } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { footprintOf, isUnknown } from "./footprint-of.ts";
import { narrower } from "./may-start.ts";

/** Which tasks of a plan must not run side by side, and why. */
export interface ConflictGraph {
  /** All conflicts, in list order, at most `CONFLICTS_LISTED_MAX`. */
  readonly conflicts: readonly Conflict[];
  between(a: string, b: string): boolean;
}

/** Beyond this a list explains nothing; `between` still knows every pair. */
const CONFLICTS_LISTED_MAX = 20_000;

const EVIDENCE_MAX = 5;

/** Share of adjacent commits with 1, 2, 3 or more files in common that conflicted, in nine public histories. */
const SAME_FILE_PROBABILITY = [0.42, 0.67, 0.8];

/** @param order the tasks in the order of the list: of two that conflict, the later one waits. */
export function conflictGraph(order: readonly Task[]): ConflictGraph {
  const footprints = new Map(order.map((task) => [task.id, footprintOf(task)]));
  const conflicts: Conflict[] = [];
  const pairs = new Map<string, Set<string>>(order.map(({ id }) => [id, new Set()]));
  for (const [index, later] of order.entries()) {
    for (const earlier of order.slice(0, index)) {
      const conflict = conflictOf(earlier, later, footprints);
      if (conflict === undefined) continue;
      if (conflicts.length < CONFLICTS_LISTED_MAX) conflicts.push(conflict);
      pairs.get(earlier.id)?.add(later.id);
      pairs.get(later.id)?.add(earlier.id);
    }
  }
  return { conflicts, between: (a, b) => pairs.get(a)?.has(b) ?? false };
}

function conflictOf(earlier: Task, later: Task, footprints: ReadonlyMap<string, readonly string[]>): Conflict | undefined {
  const [a, b] = [earlier.id, later.id];
  const said = `${b} after ${a} because`;
  if (later.conflictsWith.includes(a) || earlier.conflictsWith.includes(b)) {
    return { a, b, kind: "declared", probability: 1, reason: `${said} their owner says they conflict`, evidence: places(earlier, later) };
  }
  const [left, right] = [footprints.get(a) ?? [], footprints.get(b) ?? []];
  const unknown = isUnknown(left) ? a : isUnknown(right) ? b : undefined;
  if (unknown !== undefined) {
    const reason = `${said} nothing says which files ${unknown} writes`;
    return { a, b, kind: "unknown-footprint", probability: 1, reason, evidence: places(unknown === a ? earlier : later) };
  }
  const shared = left.flatMap((path) => right.filter((other) => patternsOverlap(path, other)).map((other) => narrower([path, other])));
  const [path] = shared;
  if (path === undefined) return undefined;
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : "";
  const probability = SAME_FILE_PROBABILITY[Math.min(shared.length, SAME_FILE_PROBABILITY.length) - 1] ?? 1;
  return { a, b, kind: "same-file", probability, reason: `${said} both write ${path}${more}`, evidence: shared.slice(0, EVIDENCE_MAX) };
}

function places(...tasks: readonly Task[]): string[] {
  return tasks.flatMap(({ sources }) => sources.map(({ file, line }) => `${file}:${line}`)).slice(0, EVIDENCE_MAX);
}
