import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { conflictGraph } from "./conflict-graph.ts";
import { conflictsOf } from "./conflicts.ts";
import { listOrder } from "./list-order.ts";
import { lowerBoundsOf } from "./lower-bounds.ts";
import { ANY_AGENT, scheduleOf } from "./schedule.ts";
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
  const makespanHours = rounded(Math.max(0, ...slots.map(({ endHours }) => endHours)));
  const bounds = lowerBoundsOf(order, agents);
  return {
    primary: options.primary,
    agents,
    classes: [{ name: ANY_AGENT, capacity: agents, speed: 1, costPerHour: 0 }],
    waves: wavesOf(order, graph, agents),
    schedule: slots.map(({ task, agent, agentClass, startHours, endHours }) => ({
      task,
      agent,
      agentClass,
      startHours: rounded(startHours),
      endHours: rounded(endHours),
    })),
    order: order.map(({ id }) => id),
    conflicts: conflictsOf(order, graph),
    risks: [],
    twins: [],
    hotFiles: [],
    notes: [],
    lowerBounds: bounds,
    search: { seed: 0, evaluations: 1, proven: makespanHours <= bounds.bestHours, makespanHours },
    timeline: timelineOf(slots, new Map(order.map((task) => [task.id, task]))),
    criticalPath: criticalPathOf(slots),
    excluded: selection.excluded,
  };
}
