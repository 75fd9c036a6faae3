import { PRIORITIES, type Task } from "../core/task.ts";
import { compareIds } from "../tasks/merge.ts";

/**
 * The order in which tasks are taken up: dependencies first, the primary as early as they allow, then by priority,
 * then the task with the most work waiting behind it.
 * @param tasks free of circles; dependencies outside the list are done.
 * @param hoursOf how long a task takes.
 */
export function listOrder(tasks: readonly Task[], primary: string | null, hoursOf: (task: Task) => number): Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const before = ancestorsOf(primary, byId);
  const behind = hoursBehind(tasks, byId, hoursOf);
  const rank = (task: Task) =>
    task.id === primary || before.has(task.id) ? -1 : task.priority === null ? PRIORITIES.length : PRIORITIES.indexOf(task.priority);
  const wishes = [...tasks].sort(
    (a, b) => rank(a) - rank(b) || (behind.get(b.id) ?? 0) - (behind.get(a.id) ?? 0) || compareIds(a.id, b.id),
  );
  const order = new Map<string, Task>();
  for (const wish of wishes) takeWithDependencies(wish, byId, order);
  return [...order.values()];
}

function takeWithDependencies(wish: Task, byId: ReadonlyMap<string, Task>, order: Map<string, Task>): void {
  const stack = [{ task: wish, next: wish.dependsOn.values() }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { value, done } = top.next.next();
    const first = value === undefined ? undefined : byId.get(value);
    if (done === true) {
      order.set(top.task.id, top.task);
      stack.pop();
    } else if (first !== undefined && !order.has(first.id)) stack.push({ task: first, next: first.dependsOn.values() });
  }
}

function ancestorsOf(id: string | null, byId: ReadonlyMap<string, Task>): Set<string> {
  const found = new Set<string>();
  const open = [...(byId.get(id ?? "")?.dependsOn ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(byId.get(next)?.dependsOn ?? []));
  }
  return found;
}

/** Hours of the longest chain that starts with each task: what waits while it waits. */
function hoursBehind(tasks: readonly Task[], byId: ReadonlyMap<string, Task>, hoursOf: (task: Task) => number): Map<string, number> {
  const forward = new Map<string, Task>();
  for (const task of tasks) takeWithDependencies(task, byId, forward);
  const behind = new Map<string, number>();
  for (const task of [...forward.values()].reverse()) {
    const chain = (behind.get(task.id) ?? 0) + hoursOf(task);
    behind.set(task.id, chain);
    for (const id of task.dependsOn) behind.set(id, Math.max(behind.get(id) ?? 0, chain));
  }
  return behind;
}
