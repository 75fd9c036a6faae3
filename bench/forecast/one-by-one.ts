import type { Random } from "../../src/core/ports.ts";
import { conformalLevels } from "../../src/plan/forecast/conformal.ts";
import { DurationLearner, type TaskDuration } from "../../src/plan/forecast/duration-model.ts";
import { normalQuantile } from "../../src/plan/forecast/normal.ts";
import type { EstimatedTask } from "./data-sets.ts";
import { RIVALS } from "./rivals.ts";
import { type RatioForecast, Scores } from "./scores.ts";

/** Tasks finished before the first one is scored (planning protocol P4). */
export const WARM_UP_TASKS = 300;

export const OURS = "ours, conformal";
const KERNEL = "ours, kernel empirical alone";
/** As many past forecasts as the product looks back on. */
const SCORES_MAX = 400;

/** Visits the tasks in the order of their estimates, each when exactly those are learned that were finished before its day. */
export function replay(
  tasks: readonly EstimatedTask[],
  visit: (task: EstimatedTask, at: number, learner: DurationLearner) => void,
  learned?: (task: EstimatedTask) => void,
): void {
  const learner = new DurationLearner();
  const byFinish = [...tasks].sort((a, b) => a.finishedAtMs - b.finishedAtMs || a.id - b.id);
  let next = 0;
  for (const [at, task] of tasks.entries()) {
    for (let done = byFinish[next]; done !== undefined && done.finishedAtMs < task.estimatedAtMs; done = byFinish[++next]) {
      const { id, person, kind, estimate, actual, finishedAtMs } = done;
      learner.add({
        task: `T-${id}`,
        agentClass: person,
        kind,
        estimateHours: estimate,
        hours: actual,
        finishedAtMs,
        outcome: "done",
        tries: 1,
      });
      learned?.(done);
    }
    visit(task, at, learner);
  }
}

/** Ours as a forecast of the ratio; a value within a billionth is the same value. */
export function ratioOf(duration: TaskDuration, estimate: number): RatioForecast {
  return {
    quantile: (p) => Math.log(duration.quantile(p) / estimate),
    within: (log) => {
      const hours = estimate * Math.exp(log);
      return { below: duration.within(hours * (1 - 1e-9)).below, upTo: duration.within(hours * (1 + 1e-9)).upTo };
    },
  };
}

/**
 * Scores every method on each task one step ahead.
 * @param every one of how many tasks is scored; all are learned from.
 * @param isCounted which projects are scored.
 */
export function oneByOne(
  tasks: readonly EstimatedTask[],
  every: number,
  random: Random,
  isCounted: (project: number) => boolean,
): ReadonlyMap<string, Scores> {
  const past: number[] = [];
  const scores = new Map([...RIVALS.map(({ name }) => name), KERNEL, OURS].map((name) => [name, new Scores()]));
  const scoreOf = new Map<number, number>();
  const known: number[] = [];
  const learned = ({ id, actual, estimate }: EstimatedTask) => {
    insert(past, Math.log(actual / estimate));
    const score = scoreOf.get(id);
    if (score !== undefined) known.push(score);
  };
  const visit = (task: EstimatedTask, at: number, learner: DurationLearner) => {
    if (past.length < WARM_UP_TASKS || at % every !== 0 || !isCounted(task.project)) return;
    const log = Math.log(task.actual / task.estimate);
    for (const { name, forecast } of RIVALS) scores.get(name)?.add(forecast(past), log, random);
    const kernel = ratioOf(learner.durationOf(task.estimate, task.kind, task.person), task.estimate);
    scoreOf.set(task.id, normalQuantile(scores.get(KERNEL)?.add(kernel, log, random) ?? 0));
    scores.get(OURS)?.add(read(kernel, conformalLevels(known.slice(-SCORES_MAX))), log, random);
  };
  replay(tasks, visit, learned);
  return scores;
}

/** A forecast read at other levels. */
function read(forecast: RatioForecast, levels: (p: number) => number): RatioForecast {
  const wanted = (place: number) => {
    let [low, high] = [0, 1];
    for (let halving = 0; halving < 30; halving++) {
      const middle = (low + high) / 2;
      if (levels(middle) < place) low = middle;
      else high = middle;
    }
    return high;
  };
  return {
    quantile: (p) => forecast.quantile(levels(p)),
    within: (log) => {
      const { below, upTo } = forecast.within(log);
      return { below: wanted(below), upTo: wanted(upTo) };
    },
  };
}

function insert(sorted: number[], value: number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}
