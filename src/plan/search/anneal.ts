// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import { ANY_MODE } from "./project.ts";
import type { SearchRun } from "./search-run.ts";

/** Share of the moves that change a mode, where there are modes to choose from. */
const MODE_MOVES = 0.3;

/**
 * Simulated annealing over lists and modes: takes one activity out and puts it elsewhere between its predecessors and
 * successors, or gives it another mode; what is worse is accepted the less the colder it is.
 *
 * @param list where it starts
 * @param modes where it starts, by activity
 * @param until share of all evaluations at which it ends
 */
export function anneal(run: SearchRun, list: Int32Array, modes: Int32Array, until: number): void {
  const { project } = run;
  const now = list.slice();
  const nowModes = modes.slice();
  const position = new Int32Array(project.count);
  for (let at = 0; at < now.length; at++) position[now[at] as number] = at;
  let value = run.forward(now, nowModes);
  const hot = value * 0.01;
  const from = run.share;
  const choosers = Int32Array.from({ length: project.count }, (_, at) => at).filter(
    (at) => (project.firstMode[at + 1] as number) - (project.firstMode[at] as number) > 1,
  );
  while (!run.isOver && run.share < until && project.count > 1) {
    const heat = hot * (1 - (run.share - from) / (until - from)) ** 2;
    const isBetter = (next: number) => next <= value || run.random.fraction() < Math.exp((value - next) / heat);
    if (choosers.length > 0 && run.random.fraction() < MODE_MOVES) {
      const activity = choosers[run.pick(choosers.length)] as number;
      const old = nowModes[activity] as number;
      const count = (project.firstMode[activity + 1] as number) - (project.firstMode[activity] as number);
      nowModes[activity] = run.pick(count + 1) + ANY_MODE;
      const next = run.forward(now, nowModes);
      if (isBetter(next)) value = next;
      else nowModes[activity] = old;
      continue;
    }
    const at = run.pick(project.count);
    const to = placeFor(run, now, position, at);
    if (to === at) continue;
    move(now, position, at, to);
    const next = run.forward(now, nowModes);
    if (isBetter(next)) value = next;
    else move(now, position, to, at);
  }
}

/** A random other place for what stands at `at`, between its predecessors and its successors; `at` when there is none. */
function placeFor(run: SearchRun, list: Int32Array, position: Int32Array, at: number): number {
  const { before, after } = run.project;
  const activity = list[at] as number;
  let low = 0;
  let high = list.length - 1;
  for (let edge = before.first[activity] as number; edge < (before.first[activity + 1] as number); edge++) {
    low = Math.max(low, (position[before.list[edge] as number] as number) + 1);
  }
  for (let edge = after.first[activity] as number; edge < (after.first[activity + 1] as number); edge++) {
    high = Math.min(high, (position[after.list[edge] as number] as number) - 1);
  }
  const to = low + run.pick(high - low + 1);
  return to;
}

function move(list: Int32Array, position: Int32Array, from: number, to: number): void {
  const activity = list[from] as number;
  const step = from < to ? 1 : -1;
  for (let at = from; at !== to; at += step) {
    const other = list[at + step] as number;
    list[at] = other;
    position[other] = at;
  }
  list[to] = activity;
  position[activity] = to;
}
