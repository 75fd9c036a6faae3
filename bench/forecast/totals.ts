import type { Random } from "../../src/core/ports.ts";
import { sharedDraws } from "../../src/plan/forecast/draws.ts";
import type { TaskDuration } from "../../src/plan/forecast/duration-model.ts";
import { normalQuantile } from "../../src/plan/forecast/normal.ts";
import { sharedError } from "../../src/plan/forecast/shared-error.ts";
import type { EstimatedTask } from "./data-sets.ts";
import { replay, WARM_UP_TASKS } from "./one-by-one.ts";
import { LEVELS } from "./scores.ts";

const RUNS = 500;

export interface TotalScores {
  readonly name: string;
  readonly blocks: number;
  readonly coverage: readonly number[];
  /** Mean continuous ranked probability score over the block's total estimate. */
  readonly crps: number;
}

/** A forecast of a block's total as equally likely values, ascending. */
type Sample = readonly number[];

/**
 * Scores forecasts of the total of each block of consecutive tasks, all made before its first task from what was finished by
 * then.
 * @param size tasks in a block; blocks do not overlap.
 */
export function blockTotals(tasks: readonly EstimatedTask[], size: number, random: Random): readonly TotalScores[] {
  const methods = ["normal +-25 %, independent", "ours without a shared factor", "past block totals", "ours"] as const;
  const records = methods.map((name) => ({ name, places: [] as number[], crps: 0 }));
  const scoreOf = new Map<number, number>();
  const scores: number[] = [];
  const pastRatios: number[] = [];
  let block: { readonly task: EstimatedTask; readonly duration: TaskDuration }[] = [];
  replay(
    tasks,
    (task, at, learner) => {
      const duration = learner.durationOf(task.estimate, task.kind, task.person);
      const { below, upTo } = duration.within(task.actual);
      scoreOf.set(task.id, normalQuantile(below + random.fraction() * (upTo - below)));
      if (at < WARM_UP_TASKS || learner.sessions < WARM_UP_TASKS) return;
      // What is known at the block's first task is all that its forecasts may use.
      if (block.length === 0) {
        block = tasks
          .slice(at, at + size)
          .map((each) => ({ task: each, duration: learner.durationOf(each.estimate, each.kind, each.person) }));
        if (block.length === size) scoreBlock(block, scores, pastRatios, records, random);
      }
      if (task === block.at(-1)?.task) block = [];
    },
    (task) => scores.push(scoreOf.get(task.id) ?? 0),
  );
  return records.map(({ name, places, crps }) => ({
    name,
    blocks: places.length,
    coverage: LEVELS.map((level) => places.filter((place) => place <= level).length / places.length),
    crps: crps / places.length,
  }));
}

function scoreBlock(
  block: readonly { readonly task: EstimatedTask; readonly duration: TaskDuration }[],
  scores: readonly number[],
  pastRatios: number[],
  records: readonly { readonly places: number[]; crps: number }[],
  random: Random,
): void {
  const estimate = block.reduce((sum, { task }) => sum + task.estimate, 0);
  const actual = block.reduce((sum, { task }) => sum + task.actual, 0);
  const drawn = (draws: () => (u: number) => number): Sample =>
    Array.from({ length: RUNS }, () => {
      const draw = draws();
      return block.reduce((sum, { duration }) => sum + duration.sample(draw(random.fraction())), 0);
    }).sort((a, b) => a - b);
  const spread = 0.25 * Math.sqrt(block.reduce((sum, { task }) => sum + task.estimate ** 2, 0));
  const correlation = sharedError(scores.slice(-400), block.length);
  const samples = [
    Array.from({ length: RUNS }, (_, at) => estimate + spread * normalQuantile((at + 0.5) / RUNS)),
    drawn(() => (u) => u),
    pastRatios
      .slice(-200)
      .map((ratio) => ratio * estimate)
      .sort((a, b) => a - b),
    drawn(() => sharedDraws(correlation, random.fraction())),
  ];
  const isWarm = pastRatios.length >= 10;
  for (const [at, sample] of samples.entries()) {
    const record = records[at];
    if (record === undefined || !isWarm) continue;
    const below = sample.filter((value) => value < actual).length;
    record.places.push((below + random.fraction()) / (sample.length + 1));
    record.crps += crpsOf(sample, actual) / estimate;
  }
  pastRatios.push(actual / estimate);
}

/** Mean distance to the truth less half the mean distance of two draws, over the sorted sample. */
function crpsOf(sample: Sample, actual: number): number {
  let [distance, pairs] = [0, 0];
  for (const [at, value] of sample.entries()) {
    distance += Math.abs(value - actual);
    pairs += value * (2 * at + 1 - sample.length);
  }
  return distance / sample.length - pairs / sample.length ** 2;
}
