// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import { ANY_MODE } from "./project.ts";
import type { SearchRun } from "./search-run.ts";

/** Share of the moves that change a mode, where there are modes to choose from, and of these the share that also moves. */
const MODE_MOVES = 0.5;
const MOVED_TOO = 0.5;
/** It cools twice, the second time from the best of the first: measured on 48 proven instances, as good on average, seldom far off. */
const COOLINGS = 2;
/** The first heat, in what one activity contributes to the value on average: one move shifts a few of them. */
const HEAT = 0.3;

/**
 * Simulated annealing over lists and modes: takes one activity out and puts it elsewhere between its predecessors and
 * successors, or gives it another mode, or both; what is worse is accepted the less the colder it is.
 *
 * @param list where it starts
 * @param modes where it starts, by activity
 */
export function anneal(run: SearchRun, list: Int32Array, modes: Int32Array): void {
  cool(run, list, modes, 1 / COOLINGS);
  for (let round = 2; round <= COOLINGS && !run.isOver; round++) cool(run, run.bestList.slice(), run.bestModes.slice(), round / COOLINGS);
}

/** @param until share of all evaluations at which it is cold */
function cool(run: SearchRun, list: Int32Array, modes: Int32Array, until: number): void {
  const { project } = run;
  const position = new Int32Array(project.count);
  for (let at = 0; at < list.length; at++) position[list[at] as number] = at;
  let value = run.forward(list, modes);
  const hot = (HEAT * value) / project.count;
  const from = run.share;
  const choosers = Int32Array.from({ length: project.count }, (_, at) => at).filter((at) => modesOf(run, at) > 1);
  while (!run.isOver && run.share < until && project.count > 1) {
    const heat = hot * (1 - (run.share - from) / (until - from)) ** 2;
    const isModeMove = choosers.length > 0 && run.random.fraction() < MODE_MOVES;
    const activity = isModeMove ? (choosers[run.pick(choosers.length)] as number) : run.pick(project.count);
    const oldMode = modes[activity] as number;
    if (isModeMove) modes[activity] = run.pick(modesOf(run, activity) + 1) + ANY_MODE;
    const at = position[activity] as number;
    const to = isModeMove && run.random.fraction() >= MOVED_TOO ? at : placeFor(run, list, position, at);
    if (to === at && modes[activity] === oldMode) continue;
    move(list, position, at, to);
    const next = run.forward(list, modes);
    if (next <= value || run.random.fraction() < Math.exp((value - next) / heat)) value = next;
    else {
      move(list, position, to, at);
      modes[activity] = oldMode;
    }
  }
}

function modesOf({ project }: SearchRun, activity: number): number {
  return (project.firstMode[activity + 1] as number) - (project.firstMode[activity] as number);
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
  return low + run.pick(high - low + 1);
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
