import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { conflictGraph } from "./conflict-graph.ts";
import { conflictsOf } from "./conflicts.ts";
import { listOrder } from "./list-order.ts";
import { scheduleOf } from "./schedule.ts";
import { selectTasks } from "./select-tasks.ts";
import { criticalPathOf, rounded, timelineOf } from "./timeline.ts";
import { wavesOf } from "./waves.ts";

export interface PlanOptions {
  /** How many agents work at once, at least 1. */
  readonly agents: number;
  /** The long task the others are planned around, or null. */
  readonly primary: string | null;
  /** Plan these tasks only; what they depend on must be done or among them. */
  readonly only?: readonly string[];
}

/** Plans the open tasks. Pure: the same tasks and options give the same plan. */
export function makePlan(tasks: readonly Task[], options: PlanOptions): Plan {
  const agents = Math.max(1, Math.floor(options.agents));
  const selection = selectTasks(tasks, options.only);
  const order = listOrder(selection.tasks, options.primary);
  const graph = conflictGraph(order);
  const slots = scheduleOf(order, graph, agents);
  return {
    primary: options.primary,
    agents,
    waves: wavesOf(order, graph, agents),
    schedule: slots.map(({ task, agent, startHours, endHours }) => ({
      task,
      agent,
      startHours: rounded(startHours),
      endHours: rounded(endHours),
    })),
    conflicts: conflictsOf(order, graph),
    timeline: timelineOf(slots, new Map(order.map((task) => [task.id, task]))),
    criticalPath: criticalPathOf(slots),
    excluded: selection.excluded,
  };
}
