import type { Conflict, ConflictKind } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflicts/conflict-graph.ts";
import type { PairConflict } from "./conflicts/explain.ts";
import type { Slot } from "./schedule/slots.ts";

/** A longer list explains nothing to anybody; the graph still knows every pair. */
const CONFLICTS_LISTED_MAX = 20_000;
const RISKS_LISTED_MAX = 200;

interface Listed {
  readonly conflicts: readonly Conflict[];
  /** Set when the list is cut. */
  readonly note: string | null;
}

/**
 * Why tasks are put one after the other, the first to start first.
 * @param order the tasks as the schedule starts them: of two that conflict, the later one waits.
 */
export function conflictsOf(order: readonly Task[], graph: ConflictGraph): Listed {
  const conflicts: Conflict[] = [];
  const places = new Map(order.map(({ id }, place) => [id, place]));
  const alone = order.filter(({ id }) => graph.alone(id) !== undefined);
  for (const [place, later] of order.entries()) {
    const others =
      graph.alone(later.id) === undefined ? [...alone.map(({ id }) => id), ...graph.neighbours(later.id)] : order.map(({ id }) => id);
    const before = [...new Set([...others, ...later.dependsOn])].flatMap((id) => places.get(id) ?? []).filter((other) => other < place);
    for (const other of before.sort((a, b) => a - b)) {
      const earlier = order[other];
      if (earlier === undefined) continue;
      if (conflicts.length === CONFLICTS_LISTED_MAX) {
        const note = `only the first ${CONFLICTS_LISTED_MAX} pairs put one after the other are listed; the schedule heeds all of them`;
        return { conflicts, note };
      }
      conflicts.push(conflictOf(earlier, later, graph));
    }
  }
  return { conflicts, note: null };
}

function conflictOf(earlier: Task, later: Task, graph: ConflictGraph): Conflict {
  const found = graph.conflict(earlier.id, later.id);
  if (found?.hard === true) return listed(earlier.id, later.id, found);
  const evidence = later.sources.map(({ file, line }) => `${file}:${line}`).slice(0, 1);
  const kind: ConflictKind = "dependency";
  return listed(earlier.id, later.id, { kind, probability: 1, textual: found?.textual ?? 0, because: "it depends on it", evidence });
}

function listed(a: string, b: string, { kind, probability, textual, because, evidence }: Omit<PairConflict, "hard">): Conflict {
  return { a, b, kind, probability, textual, reason: `${b} after ${a} because ${because}`, evidence };
}

/** Pairs the schedule leaves side by side although something may go wrong, the likeliest first. */
export function risksOf(slots: readonly Slot[], graph: ConflictGraph): Conflict[] {
  const byTask = new Map(slots.map((slot, place) => [slot.task, { ...slot, place }]));
  const risks: Conflict[] = [];
  for (const pair of graph.softPairs) {
    if (risks.length === RISKS_LISTED_MAX) break;
    const [one, other] = [byTask.get(pair.a), byTask.get(pair.b)];
    if (one === undefined || other === undefined || one.startHours >= other.endHours || other.startHours >= one.endHours) continue;
    const [a, b] = one.place < other.place ? [one.task, other.task] : [other.task, one.task];
    const found = graph.conflict(a, b);
    if (found === undefined) continue;
    const { kind, probability, textual, because, evidence } = found;
    risks.push({ a, b, kind, probability, textual, reason: `${a} and ${b} side by side, although ${because}`, evidence });
  }
  return risks;
}
