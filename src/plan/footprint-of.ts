import { EVERYTHING } from "../core/paths.ts";
import type { Task } from "../core/task.ts";

/** The paths a task is expected to write. Nothing known means everything: such a task runs alone (promise 6). */
export function footprintOf(task: Task): readonly string[] {
  return task.declared.write.length > 0 ? task.declared.write : [EVERYTHING];
}

/** True when nothing says what the task writes. */
export function isUnknown(footprint: readonly string[]): boolean {
  return footprint.includes(EVERYTHING);
}
