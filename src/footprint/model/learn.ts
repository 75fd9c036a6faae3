import type { HistoryCommit } from "../../git/history.ts";
import type { PastContents } from "../content/past-contents.ts";
import { taskLike } from "../history/task-like.ts";
import { boost } from "./boost.ts";
import { type Calibration, fitCalibration } from "./calibration.ts";
import { type Example, exampleOf, rateInTurn } from "./examples.ts";
import { type Model, priorModel } from "./model.ts";
import { oddsOf, WIDTH } from "./rate.ts";

/** So many past commits are looked at as if they were tasks. */
export const TASKS_MAX = 700;
/** With fewer the model of other repositories is used as it is. */
const TASKS_MIN = 50;
/** The newest share of them tells how far the model's probabilities can be believed. */
const HELD_OUT = 0.3;
/** Candidates beyond this rank are hardly ever changed: they teach nothing new and cost most. */
const RANKS_MAX = 45;
const OWN_TREES = { trees: 40, depth: 3, rate: 0.08, ridge: 10, evidenceMin: 5 };

/**
 * Fits the model to a repository: goes through its commits once, oldest first; each of the last ones is rated before it is
 * learnt, so that nothing of the future is seen. A pure function; seconds for a long history.
 * @param contents what the files said before each of `learntFrom`; null where only paths are known
 */
export function learnModel(commits: readonly HistoryCommit[], contents: PastContents | null): Model {
  const prior = priorModel();
  return fitModel(Array.from(rateInTurn(commits, learntFrom(commits), prior, contents), exampleOf), prior);
}

/** Numbers of the commits a model is learnt from; none when they are too few. */
export function learntFrom(commits: readonly HistoryCommit[]): readonly number[] {
  const numbers = taskLike(commits).slice(-TASKS_MAX);
  return numbers.length < TASKS_MIN ? [] : numbers;
}

/**
 * The model after some examples, in their order: trees fitted on top of the model of other repositories;
 * calibration on the newest part, which the trees it is fitted with have not seen.
 */
export function fitModel(examples: readonly Example[], prior: Model): Model {
  if (examples.length < TASKS_MIN) return { ...prior, fittedOn: 0 };
  const split = Math.floor(examples.length * (1 - HELD_OUT));
  const early = { ...prior, own: ownTrees(examples.slice(0, split), prior) };
  const calibration = calibrationOf(examples.slice(split), early);
  return { ...prior, own: ownTrees(examples, prior), calibration, fittedOn: examples.length };
}

/** The likeliest candidates only, whether changed or not: a choice by the outcome would teach that the unlikely are changed. */
function ownTrees(examples: readonly Example[], model: Model): Model["own"] {
  const kept: { readonly example: Example; readonly row: number; readonly odds: number }[] = [];
  for (const example of examples) {
    const odds = Array.from(example.labels, (_, row) => oddsOf(model, example.rows, row * WIDTH));
    const order = odds.map((_, row) => row).sort((a, b) => (odds[b] ?? 0) - (odds[a] ?? 0) || a - b);
    for (const row of order.slice(0, RANKS_MAX)) kept.push({ example, row, odds: odds[row] ?? 0 });
  }
  const rows = new Float64Array(kept.length * WIDTH);
  for (const [at, { example, row }] of kept.entries()) rows.set(example.rows.subarray(row * WIDTH, (row + 1) * WIDTH), at * WIDTH);
  const labels = Float64Array.from(kept, ({ example, row }) => example.labels[row] ?? 0);
  const start = Float64Array.from(kept, ({ odds }) => odds);
  return boost(rows, labels, start, WIDTH, OWN_TREES);
}

export function calibrationOf(examples: readonly Example[], model: Model): Calibration {
  const scores: number[] = [];
  const outcomes: number[] = [];
  for (const { rows, labels } of examples) {
    for (const [row, label] of labels.entries()) {
      scores.push(1 / (1 + Math.exp(-oddsOf(model, rows, row * WIDTH))));
      outcomes.push(label);
    }
  }
  return fitCalibration(scores, outcomes);
}
