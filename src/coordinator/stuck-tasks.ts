import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";

/**
 * The tasks that were wanted and cannot start, with the reason: what they depend on goes in a circle or will not be done
 * by this run. A task that its owner finished, dropped or blocked is not among them.
 */
export function stuckTasks(plan: Plan, tasks: ReadonlyMap<string, Task>): Plan["excluded"] {
  return plan.excluded.filter(({ task: id }) => {
    const task = tasks.get(id);
    return task !== undefined && task.dependsOn.length > 0 && (task.status === "todo" || task.status === "in-progress");
  });
}
