import { EVERYTHING, firstOverlap } from "../../core/paths.ts";

/** What decides whether a task may start; paths are what it would lease. */
export interface Startable {
  readonly id: string;
  readonly paths: readonly string[];
  readonly dependsOn: readonly string[];
  /** Tasks it must not run beside: what its owner declared, and the hard conflicts of the plan's graph. */
  readonly conflictsWith: readonly string[];
  /** True when it runs beside nothing, whatever its paths say: a barrier. */
  readonly alone?: boolean;
}

/** A task that holds a lease now, with the paths it holds: live truth, not the prediction. */
export interface Holder {
  readonly task: string;
  readonly paths: readonly string[];
  readonly conflictsWith?: readonly string[];
  readonly alone?: boolean;
  /** Expected hours until it gives them back; left out: nobody knows. */
  readonly hoursLeft?: number;
}

/** What is true while a run goes on. */
export interface RunState {
  /** Does a dependency hold nobody up any more: on main, whoever did it, or no business of this run? */
  readonly isDone: (task: string) => boolean;
  readonly running: readonly Holder[];
  /** Why the plan keeps two tasks apart, completing "B after A because …"; undefined where it says nothing. */
  readonly because?: (a: string, b: string) => string | undefined;
}

export type MayStart = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * May this task start now beside what is running, if there is an agent for it? The one rule of the coordinator, the plan
 * and the simulations; `nextStarts` adds the agents. Refused with one sentence a person understands. Leases decide: a path
 * is compared with what is held now, by pattern (`firstOverlap`).
 */
export function mayStart(task: Startable, { isDone, running, because }: RunState): MayStart {
  const dependency = task.dependsOn.find((other) => !isDone(other));
  if (dependency !== undefined) return { ok: false, reason: `${task.id} after ${dependency} because it depends on it` };
  for (const other of running) {
    const clash = other.task === task.id ? "it is already running" : clashOf(task, other, because);
    if (clash !== undefined) return { ok: false, reason: `${task.id} after ${other.task} because ${clash}` };
  }
  return { ok: true };
}

/** Why two tasks must not run side by side, or undefined when they may. */
export function clashOf(task: Startable, other: Holder, because?: RunState["because"]): string | undefined {
  if (task.conflictsWith.includes(other.task) || other.conflictsWith?.includes(task.id))
    return because?.(task.id, other.task) ?? "their owner says they conflict";
  if (task.alone === true) return because?.(task.id, other.task) ?? `${task.id} runs beside nothing`;
  if (other.alone === true) return because?.(task.id, other.task) ?? `${other.task} runs beside nothing`;
  if (task.paths.includes(EVERYTHING)) return `nothing says which files ${task.id} writes`;
  if (other.paths.includes(EVERYTHING)) return `nothing says which files ${other.task} writes`;
  const overlap = firstOverlap(task.paths, other.paths);
  return overlap === undefined ? undefined : `both write ${narrower(overlap)}`;
}

/** Of a directory and a file in it, the file says more. */
function narrower([a, b]: readonly [string, string]): string {
  return a === b || a.length >= b.length ? a : b;
}
