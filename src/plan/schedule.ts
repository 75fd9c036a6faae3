import type { ScheduledTask } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflicts.ts";
import { durationOf } from "./duration-of.ts";

/** A scheduled task and those it waited for: its dependencies, earlier conflicts, and the task before it on its agent. */
export interface Slot extends ScheduledTask {
  readonly after: readonly string[];
}

/**
 * List scheduling: whenever an agent is free it takes the first task of the list that may start.
 * Agents are numbered from 1; hours are elapsed agent hours at the median.
 */
export function scheduleOf(order: readonly Task[], graph: ConflictGraph, agents: number): Slot[] {
  const slots = new Map<string, Slot>();
  const lastOf: (Slot | undefined)[] = Array.from({ length: agents }, () => undefined);
  const inPlan = new Set(order.map(({ id }) => id));
  let waiting = [...order];
  let now = 0;
  while (waiting.length > 0) {
    const running = [...slots.values()].filter(({ endHours }) => endHours > now);
    const agent = lastOf.findIndex((slot) => slot === undefined || slot.endHours <= now);
    const next =
      agent === -1
        ? undefined
        : waiting.find((task) => isReady(task, now, slots, inPlan) && !running.some((other) => graph.between(task.id, other.task)));
    if (next === undefined) {
      // Something is running: with nothing running every task without open dependencies may start.
      now = Math.min(...running.map(({ endHours }) => endHours));
      continue;
    }
    const conflicting = [...slots.keys()].filter((id) => graph.between(next.id, id));
    const after = [
      ...new Set([
        ...next.dependsOn.filter((id) => inPlan.has(id)),
        ...conflicting,
        ...(lastOf[agent] === undefined ? [] : [lastOf[agent].task]),
      ]),
    ];
    const slot = { task: next.id, agent: agent + 1, startHours: now, endHours: now + durationOf(next).p50, after };
    slots.set(next.id, slot);
    lastOf[agent] = slot;
    waiting = waiting.filter((task) => task !== next);
  }
  return [...slots.values()];
}

function isReady(task: Task, now: number, slots: ReadonlyMap<string, Slot>, inPlan: ReadonlySet<string>): boolean {
  return task.dependsOn.every((id) => !inPlan.has(id) || (slots.get(id)?.endHours ?? Number.POSITIVE_INFINITY) <= now);
}
