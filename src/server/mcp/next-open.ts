import type { SeenLease } from "../../claims/list-leases.ts";
import type { TaskBoard } from "../../coordinator/elsewhere/task-board.ts";
import { firstOverlap } from "../../core/paths.ts";
import type { Holder } from "./holders.ts";

/** Tasks that are on main, by their claims or by what main's own files say. */
export function doneTasks({ tasks }: Pick<TaskBoard, "tasks">, claims: readonly SeenLease[]): ReadonlySet<string> {
  const landed = claims.filter(({ record }) => record.kind === "claim" && record.state === "landed").map(({ record }) => record.name);
  return new Set([...landed, ...[...tasks.values()].filter(({ status }) => status === "done").map(({ id }) => id)]);
}

/** Open tasks that nobody holds and nobody has finished, in the plan's order. */
export function upcomingTasks(
  { order }: Pick<TaskBoard, "order">,
  done: ReadonlySet<string>,
  holders: readonly Holder[],
): readonly string[] {
  const held = new Set(holders.map(({ task }) => task));
  return order.filter((task) => !held.has(task) && !done.has(task));
}

/**
 * The first of the upcoming tasks that may be begun now: what it depends on is done, and nobody holds a path it is
 * expected to write. @returns the task, or why each of the first ones waits. Pure.
 */
export function nextOpen(
  board: Pick<TaskBoard, "tasks" | "pathsOf">,
  upcoming: readonly string[],
  done: ReadonlySet<string>,
  holders: readonly Holder[],
): { readonly task: string } | { readonly waits: readonly string[] } {
  const waits: string[] = [];
  for (const id of upcoming) {
    const missing = board.tasks.get(id)?.dependsOn.find((other) => board.tasks.has(other) && !done.has(other));
    const paths = board.pathsOf(id);
    const inTheWay = holders.find((holder) => firstOverlap(paths, holder.paths) !== undefined);
    if (missing === undefined && inTheWay === undefined) return { task: id };
    waits.push(missing === undefined ? `${id} waits for ${inTheWay?.task}: both write the same paths` : `${id} waits for ${missing}`);
  }
  return { waits };
}
