import type { HistoryCommit } from "../../git/history.ts";
import { termsOf } from "../history/commit-words.ts";
import { HistoryIndex } from "../history/history-index.ts";
import { predictable } from "../history/predictable.ts";
import { isTaskLike, subjectTemplate } from "../history/task-like.ts";
import { boost } from "./boost.ts";
import { fitIsotonic } from "./isotonic.ts";
import { type Model, priorModel } from "./model.ts";
import { oddsOf, Rater, type Rating, WIDTH } from "./rate.ts";

/** So many past commits are looked at as if they were tasks. */
const TASKS_MAX = 700;
/** With fewer the model of other repositories is used as it is. */
const TASKS_MIN = 50;
/** The newest share of them tells how far the model's probabilities can be believed. */
const HELD_OUT = 0.3;
/** Beyond this rank candidates that were not changed teach nothing new and cost most. */
const RANKS_MAX = 45;
const OWN_TREES = { trees: 40, depth: 3, rate: 0.08, ridge: 10, evidenceMin: 5 };

/** A past commit as a task: what a prediction would have been made of, and which of the candidates it changed. */
interface Example {
  readonly rows: Float64Array;
  readonly labels: Float64Array;
}

/**
 * Fits the model to a repository: goes through its commits once, oldest first; each of the last ones is rated before it is
 * learnt, so that nothing of the future is seen. Trees are fitted on top of the model of other repositories; isotonic
 * calibration on the newest part, which the trees it is fitted with have not seen.
 * A pure function of the commits; seconds for a long history.
 */
export function learnModel(commits: readonly HistoryCommit[]): Model {
  const prior = priorModel();
  const examples = examplesOf(commits, prior);
  if (examples.length < TASKS_MIN) return { ...prior, fittedOn: 0 };
  const split = Math.floor(examples.length * (1 - HELD_OUT));
  const early = { ...prior, own: ownTrees(examples.slice(0, split), prior) };
  const { scores, outcomes } = scored(examples.slice(split), early);
  return { ...prior, own: ownTrees(examples, prior), calibration: fitIsotonic(scores, outcomes), fittedOn: examples.length };
}

function examplesOf(commits: readonly HistoryCommit[], model: Model): Example[] {
  const chosen = taskLike(commits);
  const index = new HistoryIndex();
  const rater = new Rater(index, (file) => predictable(index.paths[file] ?? ""));
  const examples: Example[] = [];
  for (const [at, commit] of commits.entries()) {
    if (chosen.has(at)) {
      // Half of them with their body: prompts come in both lengths.
      const body = examples.length % 2 === 0 ? "" : commit.body;
      const rating = rater.rate({ terms: termsOf(commit.subject, body), mentions: new Map() }, model);
      examples.push(exampleOf(rating, new Set(commit.changes.map(({ from, path }) => index.numberOf(from ?? path)))));
    }
    index.add(commit);
  }
  return examples;
}

/** The numbers of the last commits that resemble tasks; of those that say the same thing again and again, the first. */
function taskLike(commits: readonly HistoryCommit[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const chosen: number[] = [];
  for (const [at, commit] of commits.entries()) {
    if (!isTaskLike(commit)) continue;
    const template = subjectTemplate(commit.subject);
    if (!seen.has(template)) chosen.push(at);
    seen.add(template);
  }
  return new Set(chosen.slice(-TASKS_MAX));
}

function exampleOf({ candidates, rows }: Rating, changed: ReadonlySet<number | undefined>): Example {
  return { rows, labels: Float64Array.from(candidates, (file) => Number(changed.has(file))) };
}

function ownTrees(examples: readonly Example[], model: Model): Model["own"] {
  const kept: { readonly example: Example; readonly row: number; readonly odds: number }[] = [];
  for (const example of examples) {
    const odds = Array.from(example.labels, (_, row) => oddsOf(model, example.rows, row * WIDTH));
    const order = odds.map((_, row) => row).sort((a, b) => (odds[b] ?? 0) - (odds[a] ?? 0) || a - b);
    for (const [rank, row] of order.entries()) {
      if (rank < RANKS_MAX || example.labels[row] === 1) kept.push({ example, row, odds: odds[row] ?? 0 });
    }
  }
  const rows = new Float64Array(kept.length * WIDTH);
  for (const [at, { example, row }] of kept.entries()) rows.set(example.rows.subarray(row * WIDTH, (row + 1) * WIDTH), at * WIDTH);
  const labels = Float64Array.from(kept, ({ example, row }) => example.labels[row] ?? 0);
  const start = Float64Array.from(kept, ({ odds }) => odds);
  return boost(rows, labels, start, WIDTH, OWN_TREES);
}

function scored(examples: readonly Example[], model: Model): { scores: number[]; outcomes: number[] } {
  const scores: number[] = [];
  const outcomes: number[] = [];
  for (const { rows, labels } of examples) {
    for (const [row, label] of labels.entries()) {
      scores.push(1 / (1 + Math.exp(-oddsOf(model, rows, row * WIDTH))));
      outcomes.push(label);
    }
  }
  return { scores, outcomes };
}
