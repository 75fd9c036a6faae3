import type { Task } from "../../core/task.ts";
import type { ConflictGraph } from "../conflicts/conflict-graph.ts";
import type { Slot } from "./slots.ts";

/**
 * The chain of waiting that ends last, from its first task on: each started when the one before it ended, because it depends
 * on it, conflicts with it, or needed its agent - in this order, where several ended then.
 */
export function criticalPathOf(slots: readonly Slot[], tasks: ReadonlyMap<string, Task>, graph: ConflictGraph): string[] {
  const endingAt = new Map<number, Slot[]>();
  for (const slot of slots) endingAt.set(slot.endHours, [...(endingAt.get(slot.endHours) ?? []), slot]);
  const path: string[] = [];
  let slot = slots.reduce<Slot | undefined>((last, each) => (last === undefined || each.endHours > last.endHours ? each : last), undefined);
  while (slot !== undefined) {
    path.unshift(slot.task);
    const { task, agent, startHours } = slot;
    const before: readonly Slot[] = startHours === 0 ? [] : (endingAt.get(startHours) ?? []);
    slot =
      before.find((other) => tasks.get(task)?.dependsOn.includes(other.task) === true) ??
      before.find((other) => graph.between(task, other.task)) ??
      before.find((other) => other.agent === agent) ??
      before[0];
  }
  return path;
}
