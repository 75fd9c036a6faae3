import { Board, type Tables, tablesOf } from "./board.ts";
import type { DispatchProblem } from "./problem.ts";

/** What happens in one run, as a forecast or a simulation draws it. */
export interface Chance {
  /** Hours the task takes at this try (from 1) with an agent of this class; `beside` is all that runs then, the task included. */
  hours(task: number, agentClass: number, tries: number, beside: readonly number[]): number;
  /** After this try: hours until it is tried again, or null when it is done. */
  redo(task: number, tries: number): number | null;
}

/** A task under way when the run begins. */
export interface UnderWay {
  readonly task: number;
  readonly agentClass: number;
  /** Hours until this try ends. */
  readonly hoursLeft: number;
}

/** Hours from the beginning of the run; a task that can never start has the finish Infinity. */
export interface ListRun {
  readonly starts: Float64Array;
  readonly finishes: Float64Array;
  readonly classes: Int32Array;
  /** The task whose end let each task start for the last time: its dependency, its conflict or its agent; -1 for none. */
  readonly after: Int32Array;
  readonly makespan: number;
}

/** Runs one list many times, as the coordinator would: whatever is ready, unblocked and has an agent starts at once. */
export function listRunner(problem: DispatchProblem): (list: readonly number[], chance: Chance, underWay?: readonly UnderWay[]) => ListRun {
  const tables = tablesOf(problem);
  return (list, chance, underWay = []) => runList(problem, tables, list, chance, underWay);
}

// Task numbers are below the arrays' size, so a read never misses: hence `as number`.
function runList(
  problem: DispatchProblem,
  tables: Tables,
  list: readonly number[],
  chance: Chance,
  underWay: readonly UnderWay[],
): ListRun {
  const size = problem.predecessors.length;
  const board = new Board(problem, list, tables);
  const [starts, finishes] = [new Float64Array(size).fill(Infinity), new Float64Array(size).fill(Infinity)];
  const [ends, tries, after] = [new Float64Array(size), new Int32Array(size), new Int32Array(size).fill(-1)];
  for (const { task, agentClass, hoursLeft } of underWay) {
    board.begin(task, agentClass, 0);
    board.expectedEnd[task] = hoursLeft;
    [starts[task], ends[task], tries[task]] = [0, hoursLeft, 1];
  }
  let [now, makespan] = [0, 0];
  let ended: number[] = [];
  for (;;) {
    for (const task of board.start(now)) {
      tries[task] = (tries[task] as number) + 1;
      if (tries[task] === 1) starts[task] = now;
      ends[task] = now + chance.hours(task, board.classOf[task] as number, tries[task] as number, board.running);
      // A retry that only waited for its hour goes on from what let the first try start.
      if (tries[task] === 1 || ended.length > 0) after[task] = causeOf(problem, task, ended);
    }
    let next = board.nextRetry(now);
    for (const task of board.running) next = Math.min(next, ends[task] as number);
    if (next === Infinity) break;
    now = next;
    ended = board.running.filter((task) => (ends[task] as number) <= now);
    for (const task of ended) {
      const wait = chance.redo(task, tries[task] as number);
      board.end(task, wait === null ? null : now + wait);
      if (wait === null) makespan = finishes[task] = now;
    }
  }
  return { starts, finishes, classes: board.classOf, after, makespan };
}

/** Of the tasks that just ended: one it depends on, else one it conflicts with, else the one whose agent it took. */
function causeOf({ predecessors, conflicts }: DispatchProblem, task: number, ended: readonly number[]): number {
  return (
    ended.find((other) => predecessors[task]?.includes(other)) ??
    ended.find((other) => conflicts[task]?.includes(other)) ??
    ended.at(-1) ??
    -1
  );
}
