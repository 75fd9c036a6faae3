import { patternsOverlap } from "../core/paths.ts";
import type { Conflict } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflict-graph.ts";
import { footprintOf, isUnknown } from "./footprint-of.ts";
import { narrower } from "./may-start.ts";

/** A longer list explains nothing to anybody; the graph still knows every pair. */
const CONFLICTS_LISTED_MAX = 20_000;

const EVIDENCE_MAX = 5;

/** Share of adjacent commits with 1, 2, 3 or more files in common that conflicted, in nine public histories. */
const SAME_FILE_PROBABILITY = [0.42, 0.67, 0.8];

/**
 * Why tasks are put one after the other, at most `CONFLICTS_LISTED_MAX` pairs.
 * @param order the tasks in the order of the list: of two that conflict, the later one waits.
 */
export function conflictsOf(order: readonly Task[], graph: ConflictGraph): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [index, later] of order.entries()) {
    for (const earlier of order.slice(0, index)) {
      if (conflicts.length >= CONFLICTS_LISTED_MAX) return conflicts;
      if (graph.between(earlier.id, later.id)) conflicts.push(explain(earlier, later));
    }
  }
  return conflicts;
}

function explain(earlier: Task, later: Task): Conflict {
  const [a, b] = [earlier.id, later.id];
  const said = `${b} after ${a} because`;
  if (later.conflictsWith.includes(a) || earlier.conflictsWith.includes(b)) {
    return {
      a,
      b,
      kind: "declared",
      probability: 1,
      textual: 0,
      reason: `${said} their owner says they conflict`,
      evidence: places(earlier, later),
    };
  }
  const [left, right] = [footprintOf(earlier), footprintOf(later)];
  if (isUnknown(left) || isUnknown(right)) {
    const unknown = isUnknown(left) ? earlier : later;
    const reason = `${said} nothing says which files ${unknown.id} writes`;
    return { a, b, kind: "unknown-footprint", probability: 1, textual: 0, reason, evidence: places(unknown) };
  }
  const shared = left.flatMap((path) => right.filter((other) => patternsOverlap(path, other)).map((other) => narrower([path, other])));
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : "";
  const probability = SAME_FILE_PROBABILITY[Math.min(shared.length, SAME_FILE_PROBABILITY.length) - 1] ?? 1;
  const reason = `${said} both write ${shared[0]}${more}`;
  return { a, b, kind: "same-file", probability, textual: probability, reason, evidence: shared.slice(0, EVIDENCE_MAX) };
}

function places(...tasks: readonly Task[]): string[] {
  return tasks.flatMap(({ sources }) => sources.map(({ file, line }) => `${file}:${line}`)).slice(0, EVIDENCE_MAX);
}
