/**
 * Fits the model every repository starts with, and writes it to `src/footprint/model/prior.ts`.
 * `node bench/footprint/fit-prior.ts [--mirrors DIR] [--write]`; without `--write` it says whether the committed one is the same.
 *
 * Method: the last task-like commits of each history in `prior-histories.ts`, as the repository's own model takes them: each
 * rated by what came before it, every other one with its body. A logistic regression over the features of the first look,
 * fitted on all candidates; with it every commit is rated again, which gives the features of the second look; on the
 * likeliest candidates a logistic regression over all features, and boosted trees on top of it. Deterministic.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { taskLike } from "../../src/footprint/history/task-like.ts";
import { boost } from "../../src/footprint/model/boost.ts";
import { type Example, exampleOf, rateInTurn } from "../../src/footprint/model/examples.ts";
import { FIRST_FEATURES } from "../../src/footprint/model/first-features.ts";
import { fitLogistic } from "../../src/footprint/model/logistic.ts";
import type { Model } from "../../src/footprint/model/model.ts";
import { WIDTH } from "../../src/footprint/model/rate.ts";
import { contentsIn, type OpenedHistory, SCORED_HISTORIES } from "./histories.ts";
import { keepFitted } from "./keep-fitted.ts";
import { packPrior, sourceOf } from "./pack-prior.ts";
import { openPriorHistory, PRIOR_HISTORIES } from "./prior-histories.ts";

const PRIOR_FILE = new URL("../../src/footprint/model/prior.ts", import.meta.url);
const RIDGE = 10;
/** Candidates beyond this rank of the first look hardly matter to the second. */
const RANKS_MAX = 60;
const TREES = { trees: 120, depth: 4, rate: 0.1, ridge: 30, evidenceMin: 20 };

const { values } = parseArgs({
  options: {
    mirrors: { type: "string", default: fileURLToPath(new URL("../../../.mirror", import.meta.url)) },
    write: { type: "boolean", default: false },
  },
});
const scored = PRIOR_HISTORIES.filter(({ name }) => SCORED_HISTORIES.some((one) => one === name));
if (scored.length > 0) throw new Error(`expected histories that are not scored, got ${scored.map(({ name }) => name).join(", ")}`);

const first = fitFirst(await examplesOfAll([]));
const examples = await examplesOfAll(first);
const second = fitSecond(examples);
const source = sourceOf(packPrior({ first, second, trees: fitTrees(examples, second) }));
await keepFitted(PRIOR_FILE, source, values.write);

/** @param coefficients of the first look; only the features of the second depend on them. */
async function examplesOfAll(coefficients: readonly number[]): Promise<Example[]> {
  const all: Example[] = [];
  for (const history of PRIOR_HISTORIES) {
    const found = await examplesIn(await openPriorHistory(values.mirrors, history), history.tasks, coefficients);
    console.log(`${history.name.padEnd(28)} ${history.tip.slice(0, 12)} ${String(found.length).padStart(4)} commits`);
    all.push(...found);
  }
  return all;
}

async function examplesIn(history: OpenedHistory, count: number, coefficients: readonly number[]): Promise<Example[]> {
  const { commits } = history;
  const numbers = taskLike(commits).slice(-count);
  const contents = await contentsIn(history, numbers[0] ?? 0);
  return Array.from(rateInTurn(commits, numbers, { first: coefficients }, contents), exampleOf);
}

function fitFirst(all: readonly Example[]): Model["first"] {
  const width = FIRST_FEATURES.length;
  const count = all.reduce((sum, { labels }) => sum + labels.length, 0);
  const rows = new Float64Array(count * width);
  const labels = new Float64Array(count);
  let at = 0;
  for (const example of all) {
    for (const [row, label] of example.labels.entries()) {
      rows.set(example.rows.subarray(row * WIDTH, row * WIDTH + width), at * width);
      labels[at++] = label;
    }
  }
  return fitLogistic(rows, labels, width, RIDGE);
}

function fitSecond(all: readonly Example[]): Model["second"] {
  const { rows, labels } = likeliest(all);
  return fitLogistic(rows, labels, WIDTH, RIDGE);
}

function fitTrees(all: readonly Example[], second: Model["second"]): Model["trees"] {
  const { rows, labels } = likeliest(all);
  const start = Float64Array.from(labels, (_, at) => second.reduce((sum, weight, one) => sum + weight * (rows[at * WIDTH + one] ?? 0), 0));
  return boost(rows, labels, start, WIDTH, TREES);
}

/** The rows of each example's candidates that the first look ranks highest. */
function likeliest(all: readonly Example[]): { readonly rows: Float64Array; readonly labels: Float64Array } {
  const logit = FIRST_FEATURES.length;
  const chosen = all.map(({ rows, labels }) => {
    const odds = Array.from(labels, (_, row) => rows[row * WIDTH + logit] ?? 0);
    return Array.from(odds.keys())
      .sort((a, b) => (odds[b] ?? 0) - (odds[a] ?? 0) || a - b)
      .slice(0, RANKS_MAX);
  });
  const count = chosen.reduce((sum, { length }) => sum + length, 0);
  const rows = new Float64Array(count * WIDTH);
  const labels = new Float64Array(count);
  let at = 0;
  for (const [which, example] of all.entries()) {
    for (const row of chosen[which] ?? []) {
      rows.set(example.rows.subarray(row * WIDTH, (row + 1) * WIDTH), at * WIDTH);
      labels[at++] = example.labels[row] ?? 0;
    }
  }
  return { rows, labels };
}
