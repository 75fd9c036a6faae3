import { firstOverlap } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import { footprintOf, isUnknown } from "./footprint-of.ts";

/** What is true while a run goes on. */
export interface RunState {
  /** Tasks that are on main, whoever did them. */
  readonly doneTasks: ReadonlySet<string>;
  /** Sessions that hold their lease, with the paths they hold now (live truth, not the prediction). */
  readonly running: readonly { readonly task: string; readonly paths: readonly string[] }[];
}

export type MayStart = { readonly ok: true } | { readonly ok: false; readonly because: string };

/** May this task start now beside what is running? The answer's reason is one sentence a person understands. */
export function mayStart(task: Task, { doneTasks, running }: RunState): MayStart {
  const waitingFor = task.dependsOn.find((other) => !doneTasks.has(other));
  if (waitingFor !== undefined) return refused(`${task.id} after ${waitingFor} because it depends on it`);
  const footprint = footprintOf(task);
  for (const other of running) {
    const because = other.task === task.id ? "it is already running" : clash(task, footprint, other.task, other.paths);
    if (because !== undefined) return refused(`${task.id} after ${other.task} because ${because}`);
  }
  return { ok: true };
}

function refused(because: string): MayStart {
  return { ok: false, because };
}

/** Why two tasks must not run side by side, or undefined when they may. */
function clash(task: Task, footprint: readonly string[], other: string, otherPaths: readonly string[]): string | undefined {
  if (task.conflictsWith.includes(other)) return "their owner says they conflict";
  if (isUnknown(footprint)) return `nothing says which files ${task.id} writes`;
  if (isUnknown(otherPaths)) return `nothing says which files ${other} writes`;
  const overlap = firstOverlap(footprint, otherPaths);
  return overlap === undefined ? undefined : `both write ${narrower(overlap)}`;
}

/** Of a directory and a file in it, the file says more. */
export function narrower([a, b]: readonly [string, string]): string {
  return a === b || a.length >= b.length ? a : b;
}
