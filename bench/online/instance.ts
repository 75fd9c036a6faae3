import { seededRandom } from "../../src/core/seeded-random.ts";
import { PRIORITIES, type Task } from "../../src/core/task.ts";
import { weightOf } from "../../src/plan/schedule/planning.ts";

export interface Size {
  readonly tasks: number;
  readonly agents: number;
}

type Files = ReadonlySet<number>;
export type Pair = readonly [number, number];

/** What an hour's delay of a task costs: by its priority, as a plan has it, or 1 to 5 at random, as the conflict fixtures have it. */
export const WEIGHTS = ["priorities", "fixtures"] as const;
export type Weights = (typeof WEIGHTS)[number];

/** What is the same for all projects of a comparison. */
export interface Kind {
  readonly size: Size;
  readonly weights: Weights;
  /** The share of tasks that turn out to write a file nobody predicted. */
  readonly widening: number;
}

/** A project as it really is, and what is known of it in advance. Tasks and files are numbers. */
export interface Instance {
  readonly size: Size;
  readonly seed: number;
  readonly tasks: readonly Task[];
  readonly weights: readonly number[];
  readonly predecessors: readonly (readonly number[])[];
  /** The files each is known to write in advance, and those it writes. */
  readonly predicted: readonly Files[];
  readonly files: readonly Files[];
  /** Hours of each try; all but the last one fail. */
  readonly tries: readonly (readonly number[])[];
}

export const FAILURE = 0.1;
export const TRIES_MAX = 5;

/**
 * Tasks of 1 to 8 hours, as the conflict fixtures have them, each with one of the four priorities and 1 to 3 files, of which a
 * few are written often; every third one has one or two predecessors.
 * @param ratio draws actual over estimated time.
 */
export function makeInstance({ size, weights, widening }: Kind, seed: number, ratio: (u: number) => number): Instance {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random.fraction() * below);
  const anyFile = () => pick(1 + pick(2 * size.tasks));
  const numbers = Array.from({ length: size.tasks }, (_, task) => task);
  const predecessors = numbers.map((task) => (task > 0 && pick(3) === 0 ? [...new Set([pick(task), pick(task)])] : []));
  const estimates = numbers.map(() => 1 + pick(8));
  const tasks = numbers.map((task) => taskOf(task, estimates[task] ?? 1, pick(PRIORITIES.length), predecessors[task] ?? []));
  const predicted = numbers.map(() => new Set(Array.from({ length: 1 + pick(3) }, anyFile)));
  const files = predicted.map((known) => (random.fraction() < widening ? new Set([...known, anyFile()]) : known));
  const tries = estimates.map((estimate) => {
    const hours = [estimate * ratio(random.fraction())];
    while (hours.length < TRIES_MAX && random.fraction() < FAILURE) hours.push(estimate * ratio(random.fraction()));
    return hours;
  });
  // Drawn last: all else is the same for both kinds of weights.
  const costs = tasks.map((task) => (weights === "priorities" ? weightOf(task) : 1 + pick(5)));
  return { size, seed, tasks, weights: costs, predecessors, predicted, files, tries };
}

export function idOf(task: number): string {
  return `T-${task + 1}`;
}

export function numberOf(id: string): number {
  return Number(id.slice(2)) - 1;
}

function taskOf(task: number, hours: number, priority: number, predecessors: readonly number[]): Task {
  return {
    id: idOf(task),
    title: idOf(task),
    priority: PRIORITIES[priority] ?? null,
    status: "todo",
    effort: { minHours: hours, maxHours: hours },
    dependsOn: predecessors.map(idOf),
    conflictsWith: [],
    declared: { write: [], forbid: [] },
    acceptance: null,
    promptFile: null,
    production: false,
    sources: [],
  };
}

/** Pairs of tasks that write a file in common. */
export function pairsOf(files: readonly Files[]): readonly Pair[] {
  return files.flatMap((own, a) => files.flatMap((other, b) => (b > a && !own.isDisjointFrom(other) ? [[a, b] as const] : [])));
}

/** For each task those it is paired with. */
export function neighboursOf(tasks: number, pairs: readonly Pair[]): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: tasks }, () => []);
  for (const [a, b] of pairs) {
    rows[a]?.push(b);
    rows[b]?.push(a);
  }
  return rows;
}
