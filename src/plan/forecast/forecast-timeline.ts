import type { Timeline } from "../../core/plan.ts";
import { basisOf } from "./basis.ts";
import type { FinishedSession } from "./finished-session.ts";
import { bands, runsBeyond } from "./quantile-in.ts";
import { type Simulation, simulator } from "./simulate.ts";
import { throughputForecast } from "./throughput.ts";
import { weeksOf } from "./weeks-of.ts";

export interface ForecastInput extends Simulation {
  /** Finished sessions in any order, for the second forecast; the durations have learned from them already. */
  readonly history?: readonly FinishedSession[];
  /** A moment somebody asks about, in hours from now, and the date it stands for. */
  readonly doneBy?: { readonly hours: number; readonly date: string | null };
  readonly seed?: number;
  /** Left out: 2,000, fewer for many tasks. */
  readonly runs?: number;
  readonly hoursPerWeek?: number;
}

/** A week of the timeline, in elapsed agent hours. */
export const HOURS_PER_WEEK = 40;

const RUNS_MAX = 2000;
const RUNS_MIN = 30;
/** Tasks times runs that take about a second. */
const SIMULATED_TASKS = 200_000;

/**
 * When each task will be finished: the real dispatcher plays the list many times with durations, failures and collisions as
 * this repository has them (planning protocol §5, recipe 3). Pure: the same input and seed give the same timeline.
 * Tasks that can never start, waiting for each other in a circle, are left out.
 */
export function forecastTimeline(input: ForecastInput): Timeline {
  const { history = [], doneBy, seed = 1, hoursPerWeek = HOURS_PER_WEEK } = input;
  const runs = input.runs ?? runsFor(input.tasks.length);
  const { finishes, makespans, critical } = playAll(input, seed, runs);
  const ids = input.tasks.map(({ id }) => id);
  const finishing = ids.flatMap((task, number) => {
    const sorted = Float64Array.from(finishes, (run) => run[number] as number).sort();
    return sorted.at(-1) === Infinity ? [] : [{ task, ...bands(sorted), criticality: (critical[number] as number) / runs }];
  });
  const finish = bands(makespans);
  const medians = finishing.map(({ p50 }) => p50);
  return {
    unit: "agent-hours",
    hoursPerWeek,
    perTask: finishing.map(({ task, p50, p80, p95, criticality }) => ({ task, ...rounded({ p50, p80, p95 }), criticality })),
    weeks: weeksOf(
      finishing.map(({ task }) => task),
      finishes,
      medians,
      makespans[runs - 1 - runsBeyond(runs, 0.8)] ?? 0,
      hoursPerWeek,
    ),
    finish: rounded(finish),
    doneBy: doneBy === undefined ? null : { ...doneBy, probability: makespans.filter((hours) => hours <= doneBy.hours).length / runs },
    throughput: roundedThroughput(throughputForecast(history, ids.length, finish.p50, { hoursPerWeek, runs, seed })),
    basis: basisOf(input.tasks, input.durations),
    runs,
    seed,
  };
}

/** So many runs that a plan of thousands of tasks takes seconds, too. */
function runsFor(tasks: number): number {
  return Math.max(RUNS_MIN, Math.min(RUNS_MAX, Math.floor(SIMULATED_TASKS / Math.max(1, tasks))));
}

interface Played {
  /** By run and task, in hours. */
  readonly finishes: readonly Float64Array[];
  /** Sorted. */
  readonly makespans: Float64Array;
  /** In how many runs each task is on the chain that ends last. */
  readonly critical: Int32Array;
}

// Task numbers are below the arrays' size, so a read never misses: hence `as number`.
function playAll(input: ForecastInput, seed: number, runs: number): Played {
  const play = simulator(input, seed);
  const [critical, countedIn] = [new Int32Array(input.tasks.length), new Int32Array(input.tasks.length).fill(-1)];
  const finishes: Float64Array[] = [];
  const makespans = new Float64Array(runs);
  for (let run = 0; run < runs; run++) {
    const played = play(run);
    finishes.push(played.finishes);
    makespans[run] = played.makespan;
    let task = played.finishes.indexOf(played.makespan);
    // A task that failed may stand twice on a chain: once as what ended, once as what waited for its next try.
    while (task !== -1 && countedIn[task] !== run) {
      countedIn[task] = run;
      critical[task] = (critical[task] as number) + 1;
      task = played.after[task] as number;
    }
  }
  return { finishes, makespans: makespans.sort(), critical };
}

interface Bands {
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
}

/** Minutes are finer than any estimate. */
function rounded({ p50, p80, p95 }: Bands): Bands {
  const minutes = (hours: number) => Math.round(hours * 100) / 100;
  return { p50: minutes(p50), p80: minutes(p80), p95: minutes(p95) };
}

function roundedThroughput(throughput: Timeline["throughput"]): Timeline["throughput"] {
  return throughput === null ? null : { ...throughput, finish: rounded(throughput.finish) };
}
