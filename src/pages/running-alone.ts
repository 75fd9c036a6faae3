import type { ConflictKind, Plan } from "../core/plan.ts";

/** Of so few tasks one that waits for all others is nothing special. */
const FEW_TASKS = 3;

/** What keeps a task apart from every other one. */
const KINDS: readonly ConflictKind[] = ["unknown-footprint", "barrier"];

/** Tasks that run beside nothing. Said once, that needs no pair for each other task. */
export function runningAlone({ conflicts, schedule }: Pick<Plan, "conflicts" | "schedule">): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { a, b, kind } of conflicts) for (const id of KINDS.includes(kind) ? [a, b] : []) counts.set(id, (counts.get(id) ?? 0) + 1);
  const others = schedule.length - 1;
  return new Set(schedule.length <= FEW_TASKS ? [] : [...counts].filter(([, count]) => count === others).map(([id]) => id));
}
