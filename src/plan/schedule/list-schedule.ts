import { ancestors } from "../dispatch/problem.ts";
import { type Planning, predecessorsOf, type Timetable, ticksOf } from "./planning.ts";

/**
 * List scheduling: whenever an agent is free it takes the first task of the list that may start, as a run does. One pass; for
 * plans too large to search. One agent is kept free for a primary that still waits, and for what it waits for.
 *
 * Tasks that wait for nothing are a set of bits in the order of the list, and so are those that conflict with what runs: the
 * next task is the first bit of the one that is not in the other. Numbers are below the arrays' size: hence `as number`.
 */
export function listSchedule(planning: Planning): Timetable {
  const { tasks, classes, graph, primary } = planning;
  const size = tasks.length;
  const board = boardOf(planning);
  const starts = new Array<number>(size).fill(0);
  const ends = new Array<number>(size).fill(0);
  const chosen = new Array<number>(size).fill(0);
  const free = classes.map(({ capacity }) => capacity);
  const running: number[] = [];
  const kept = primary === null ? -1 : tasks.findIndex(({ id }) => id === primary);
  const forPrimary = ancestors(kept, board.predecessors);
  let [now, left, primaryWaits] = [0, size, kept !== -1];
  const idle = () => free.reduce((sum, agents) => sum + agents, 0);
  const begin = (task: number) => {
    const ticks = classes.map((agentClass) => ticksOf(planning.hoursOf(tasks[task] as Planning["tasks"][number], agentClass)));
    const agentClass = fastestFree(ticks, free, classes);
    free[agentClass] = (free[agentClass] as number) - 1;
    [starts[task], ends[task], chosen[task]] = [now, now + (ticks[agentClass] as number), agentClass];
    running.push(task);
    board.start(task);
    left--;
    if (task === kept) primaryWaits = false;
  };
  while (left > 0) {
    const all = running.length + idle();
    const mayTake = (task: number) => !primaryWaits || all < 2 || idle() > 1 || task === kept || forPrimary.has(task);
    const alone = running.some((task) => graph.alone((tasks[task] as Planning["tasks"][number]).id) !== undefined);
    const next = idle() === 0 || alone ? -1 : board.first(running, mayTake);
    if (next !== -1) {
      begin(next);
      continue;
    }
    // Something is running: with nothing running every task without open dependencies may start.
    now = running.reduce((earliest, task) => Math.min(earliest, ends[task] as number), Infinity);
    for (const task of running.filter((each) => ends[each] === now)) {
      running.splice(running.indexOf(task), 1);
      free[chosen[task] as number] = (free[chosen[task] as number] as number) + 1;
      board.end(task);
    }
  }
  return { starts, ends, classes: chosen };
}

function fastestFree(ticks: readonly number[], free: readonly number[], classes: Planning["classes"]): number {
  let best = -1;
  for (const [index, duration] of ticks.entries()) {
    if ((free[index] as number) === 0) continue;
    const than = ticks[best] ?? Infinity;
    const cheaper = duration * (classes[index]?.costPerHour ?? 0) < than * (classes[best]?.costPerHour ?? 0);
    if (duration < than || (duration === than && cheaper)) best = index;
  }
  return best;
}

interface ListBoard {
  readonly predecessors: readonly (readonly number[])[];
  /** The first task of the list that may start beside what runs, or -1. */
  first(running: readonly number[], mayTake: (task: number) => boolean): number;
  start(task: number): void;
  end(task: number): void;
}

function boardOf({ tasks, graph }: Planning): ListBoard {
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  const width = Math.ceil(tasks.length / 32);
  const predecessors = predecessorsOf(tasks);
  const successors: number[][] = tasks.map(() => []);
  for (const [task, before] of predecessors.entries()) for (const other of before) successors[other]?.push(task);
  const open = predecessors.map((before) => before.length);
  const alone = tasks.map(({ id }) => graph.alone(id) !== undefined);
  const ready = new Uint32Array(width);
  const blocked = new Uint32Array(width);
  const rows = new Map<number, readonly number[]>();
  const put = (bits: Uint32Array, bit: number) => {
    bits[bit >> 5] = (bits[bit >> 5] as number) | (1 << (bit & 31));
  };
  for (const [task, count] of open.entries()) if (count === 0) put(ready, task);
  return {
    predecessors,
    first(running, mayTake) {
      blocked.fill(0);
      for (const task of running) for (const other of rows.get(task) ?? []) put(blocked, other);
      for (let word = 0; word < width; word++) {
        let bits = ((ready[word] as number) & ~(blocked[word] as number)) >>> 0;
        while (bits !== 0) {
          const task = word * 32 + 31 - Math.clz32(bits & -bits);
          if ((alone[task] !== true || running.length === 0) && mayTake(task)) return task;
          bits = (bits & (bits - 1)) >>> 0;
        }
      }
      return -1;
    },
    start(task) {
      ready[task >> 5] = (ready[task >> 5] as number) & ~(1 << (task & 31));
      rows.set(
        task,
        graph.neighbours(tasks[task]?.id ?? "").flatMap((id) => numbers.get(id) ?? []),
      );
    },
    end(task) {
      rows.delete(task);
      for (const next of successors[task] ?? []) {
        open[next] = (open[next] as number) - 1;
        if (open[next] === 0) put(ready, next);
      }
    },
  };
}
