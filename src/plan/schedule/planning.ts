import type { AgentClass } from "../../core/plan.ts";
import { PRIORITIES, type Task } from "../../core/task.ts";
import type { ConflictGraph } from "../conflicts/conflict-graph.ts";

/** What is to be scheduled: the same for the search, for plain list scheduling and for what is said about the result. */
export interface Planning {
  /** In the order of `listOrder`: dependencies first, the most urgent first. */
  readonly tasks: readonly Task[];
  readonly classes: readonly AgentClass[];
  readonly graph: ConflictGraph;
  /** The primary, when it is among the tasks. */
  readonly primary: string | null;
  /** Expected hours of a task with an agent of a class. */
  readonly hoursOf: (task: Task, agentClass: AgentClass) => number;
  /** What an hour's delay of a task costs; left out: by its priority. */
  readonly weightOf?: (task: Task) => number;
}

/** When each task runs, with whom, in ticks. By task in the order of `Planning.tasks`; a class is its index. */
export interface Timetable {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly classes: readonly number[];
}

/** A quarter of an hour: finer than any estimate, coarse enough for the search. */
export const TICKS_PER_HOUR = 4;

/** At least one tick: nothing takes no time. */
export function ticksOf(hours: number): number {
  return Math.max(1, Math.ceil(hours * TICKS_PER_HOUR - 1e-9));
}

/**
 * How much more an hour's delay of one priority costs than of the next: so much that a task of higher priority waits only
 * for one that is much shorter.
 */
const PRIORITY_FACTOR = 4;

export function weightOf({ priority }: Task): number {
  // No priority is the lowest one.
  return PRIORITY_FACTOR ** (PRIORITIES.length - 1 - (priority === null ? PRIORITIES.length - 1 : PRIORITIES.indexOf(priority)));
}

/** The places in `tasks` of what each task waits for; what is not among them is done. */
export function predecessorsOf(tasks: readonly Task[]): readonly (readonly number[])[] {
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  return tasks.map(({ id, dependsOn }) => [...new Set(dependsOn)].flatMap((other) => (other === id ? [] : (numbers.get(other) ?? []))));
}
