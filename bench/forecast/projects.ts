import { driftOf } from "../../src/plan/forecast/drift.ts";
import { durationModel } from "../../src/plan/forecast/duration-model.ts";
import { forecastTimeline } from "../../src/plan/forecast/forecast-timeline.ts";
import { durationsNow } from "../../src/plan/forecast/under-way.ts";
import { CLASSES, pointOf, stateAt, type Truth, trueProject } from "./true-project.ts";

/** A repository before its project: how much it has finished, and how far its usual ratio may lie from 1. */
export interface Case {
  readonly name: string;
  readonly past: number;
  /** Spread of the scale over repositories, as a logarithm. */
  readonly scaleSpread: number;
  readonly scaleMiddle: number;
}

export const CASES: readonly Case[] = [
  { name: "first project, people's estimates fit", past: 0, scaleMiddle: 0, scaleSpread: 0.3 },
  { name: "10 sessions of agents, any scale", past: 10, scaleMiddle: -2, scaleSpread: 1 },
  { name: "100 sessions of agents, any scale", past: 100, scaleMiddle: -2, scaleSpread: 1 },
];

const [PROJECT_SPREAD, FAILURE] = [0.25, 0.1];
const WEEKS = 4;
/** So many weeks' work of all agents, were all to go as usual: what a week is must not depend on what happens. */
const WEEKS_OF_WORK = 3;
const RUNS = 200;

/** Hits of many, and how sure the share is: projects count, tasks of one project are late together. */
export class Share {
  readonly #perProject: number[] = [];

  add(hits: readonly boolean[]): void {
    if (hits.length > 0) this.#perProject.push(hits.filter((hit) => hit).length / hits.length);
  }

  get mean(): number {
    return this.#perProject.reduce((sum, share) => sum + share, 0) / this.#perProject.length;
  }

  /** With the 95 % interval. */
  get text(): string {
    const [count, mean] = [this.#perProject.length, this.mean];
    const variance = this.#perProject.reduce((sum, share) => sum + (share - mean) ** 2, 0) / Math.max(1, count - 1);
    return `${mean.toFixed(3)}±${(1.96 * Math.sqrt(variance / count)).toFixed(3)}`;
  }
}

export interface ProjectScores {
  /** By age in weeks: coverage of the finish of each open task at P50, P80, P95. */
  readonly tasks: readonly (readonly Share[])[];
  /** By age in weeks: coverage of the finish of everything. */
  readonly all: readonly (readonly Share[])[];
  /** Of the first forecast, at the end of weeks 1, 2 and 4: at least p80Done, p50Done, p20Done were finished. */
  readonly weeks: readonly (readonly Share[])[];
}

/** Many projects with known truth, each forecast at its start and again after every week. */
export function measureProjects({ past, scaleMiddle, scaleSpread }: Case, projects: number, seed: number): ProjectScores {
  const shares = (rows: number) => Array.from({ length: rows }, () => Array.from({ length: 3 }, () => new Share()));
  const scores = { tasks: shares(WEEKS), all: shares(WEEKS), weeks: shares(3) };
  for (let number = 0; number < projects; number++) {
    // Scales spread evenly like normal quantiles would.
    const luck = ((number + 0.5) / projects - 0.5) * 2 * Math.sqrt(3);
    const truth: Truth = {
      scale: scaleMiddle + scaleSpread * luck,
      ...{ taskSpread: 1, projectSpread: PROJECT_SPREAD, failure: FAILURE },
    };
    measureProject(truth, past, seed * 100_003 + number, scores);
  }
  return scores;
}

function measureProject(truth: Truth, past: number, seed: number, scores: ProjectScores): void {
  const project = trueProject(truth, past, seed);
  const { tasks, meetings, run } = project;
  const work = tasks.reduce((sum, task) => sum + pointOf(task), 0) * Math.exp(truth.scale);
  const hoursPerWeek = work / (CLASSES[0]?.capacity ?? 1) / WEEKS_OF_WORK;
  const finishOf = new Map(tasks.map(({ id }, at) => [id, run.finishes[at] ?? 0]));
  for (let week = 0; week < WEEKS; week++) {
    const now = week * hoursPerWeek;
    const { ended, running, open } = stateAt(project, now);
    if (open.length === 0) return;
    const durations = durationsNow([...project.past, ...ended], CLASSES, running, (id) => tasks.find((task) => task.id === id));
    const input = { tasks: open, classes: CLASSES, primary: null, durations, meetings, running, seed, runs: RUNS, hoursPerWeek };
    const forecast = forecastTimeline(input);
    for (const [at, quantile] of (["p50", "p80", "p95"] as const).entries()) {
      scores.tasks[week]?.[at]?.add(forecast.perTask.map((one) => (finishOf.get(one.task) ?? 0) <= now + one[quantile]));
      scores.all[week]?.[at]?.add([run.makespan <= now + forecast.finish[quantile]]);
    }
    if (week === 0) countWeeks(forecast.weeks, run.finishes, hoursPerWeek, scores.weeks);
  }
}

function countWeeks(
  weeks: ReturnType<typeof forecastTimeline>["weeks"],
  finishes: Float64Array,
  hoursPerWeek: number,
  shares: ProjectScores["weeks"],
): void {
  for (const [row, week] of [1, 2, 4].entries()) {
    const done = finishes.filter((hours) => hours <= week * hoursPerWeek).length;
    // Beyond the table everything is finished.
    const forecast = weeks[week - 1] ?? { p80Done: finishes.length, p50Done: finishes.length, p20Done: finishes.length };
    for (const [at, least] of [forecast.p80Done, forecast.p50Done, forecast.p20Done].entries()) shares[row]?.[at]?.add([done >= least]);
  }
}

/** In how many repositories 30 completions raise an alarm when the tasks' spread stays, and when it grows by half. */
export function measureAlarms(repositories: number, seed: number): { readonly same: number; readonly wider: number } {
  const count = (factor: number) => {
    let alarms = 0;
    for (let number = 0; number < repositories; number++) {
      const spread = (factor: number) => ({ scale: -2, taskSpread: factor, projectSpread: 0, failure: 0 });
      const before = trueProject(spread(1), 100, seed * 7_919 + number).past;
      const after = trueProject(spread(factor), 30, seed * 7_919 + repositories + number).past;
      const later = after.map((session) => ({ ...session, task: `${session.task}-b`, finishedAtMs: session.finishedAtMs + 1e9 }));
      // Watched after each completion, as a run would.
      const scores = durationModel([...before, ...later]).scores();
      const isAlarmed = later.some((_, at) => driftOf(scores.slice(0, scores.length - later.length + at + 1)).alarm !== null);
      alarms += Number(isAlarmed);
    }
    return alarms / repositories;
  };
  return { same: count(1), wider: count(1.5) };
}
