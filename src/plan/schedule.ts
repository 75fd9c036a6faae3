import type { ScheduledTask } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflict-graph.ts";
import { durationOf } from "./duration-of.ts";

/**
 * A scheduled task and those it waited for: dependencies, conflicts, and the task before it on its agent. Of each agent
 * only the last one is named; those before it came before that one.
 */
export interface Slot extends ScheduledTask {
  readonly after: readonly string[];
}

/** The class of agents that have no name: all alike. */
export const ANY_AGENT = "agent";

/**
 * List scheduling: whenever an agent is free it takes the first task of the list that may start.
 * Agents are numbered from 1; hours are elapsed agent hours at the median.
 */
export function scheduleOf(order: readonly Task[], graph: ConflictGraph, agents: number): Slot[] {
  const slots: Slot[] = [];
  const byAgent: Slot[][] = Array.from({ length: agents }, () => []);
  const open = new Set(order.map(({ id }) => id));
  const waiting = [...order];
  let now = 0;
  while (waiting.length > 0) {
    const running = byAgent.flatMap((done) => done.at(-1) ?? []).filter(({ endHours }) => endHours > now);
    const agent = byAgent.findIndex((done) => (done.at(-1)?.endHours ?? 0) <= now);
    const runningTasks = new Set(running.map(({ task }) => task));
    const isFree = (task: Task) =>
      task.dependsOn.every((id) => !open.has(id) && !runningTasks.has(id)) && !running.some((other) => graph.between(task.id, other.task));
    const next = agent === -1 ? undefined : waiting.find(isFree);
    if (next === undefined) {
      // Something is running: with nothing running every task without open dependencies may start.
      now = Math.min(...running.map(({ endHours }) => endHours));
      continue;
    }
    const follows = (slot: Slot) => slot.agent === agent + 1 || next.dependsOn.includes(slot.task) || graph.between(next.id, slot.task);
    const after = byAgent.flatMap((done) => done.findLast(follows)?.task ?? []);
    const slot = { task: next.id, agent: agent + 1, agentClass: ANY_AGENT, startHours: now, endHours: now + durationOf(next).p50, after };
    slots.push(slot);
    byAgent[agent]?.push(slot);
    waiting.splice(waiting.indexOf(next), 1);
    open.delete(next.id);
  }
  return slots;
}
