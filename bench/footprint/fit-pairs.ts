/**
 * Fits how two predictions and two texts become the chance of a common file, and writes it to `src/plan/conflicts/pair-weights.ts`.
 * `node bench/footprint/fit-pairs.ts [--mirrors DIR] [--write]`; without `--write` it says whether the committed one is the same.
 *
 * Method: the histories the prior is fitted on, without the commits it is fitted on. Of what is left the last 300 task-like
 * commits, each rated by what came before it, every other one with its body, by a model that is learnt from the 400 before
 * them; all pairs at most 25 commits apart, of each history at most 2000; a logistic regression. Deterministic.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { taskLike } from "../../src/footprint/history/task-like.ts";
import { HALF_WITH_BODY, rateInTurn } from "../../src/footprint/model/examples.ts";
import { fitModel } from "../../src/footprint/model/learn.ts";
import { fitLogistic } from "../../src/footprint/model/logistic.ts";
import { priorModel } from "../../src/footprint/model/model.ts";
import { pairFeatures } from "../../src/plan/conflicts/pair-rating.ts";
import { predicted, shownOf } from "./held-out.ts";
import { contentsIn } from "./histories.ts";
import { keepFitted } from "./keep-fitted.ts";
import { type PastPair, pairsOf } from "./pairs.ts";
import { openPriorHistory, PRIOR_HISTORIES, type PriorHistory } from "./prior-histories.ts";
import { asShown } from "./scores.ts";

const WEIGHTS_FILE = new URL("../../src/plan/conflicts/pair-weights.ts", import.meta.url);
const TASKS = 300;
const LEARNT_FROM = 400;
/** A history with fewer pairs says nothing of its own. */
const PAIRS_MIN = 500;
const PAIRS_OF_EACH = 2000;
const RIDGE = 10;
const DIGITS = 3;

const { values } = parseArgs({
  options: {
    mirrors: { type: "string", default: fileURLToPath(new URL("../../../.mirror", import.meta.url)) },
    write: { type: "boolean", default: false },
  },
});
const rows: number[] = [];
const labels: number[] = [];
for (const history of PRIOR_HISTORIES) {
  const pairs = await pairsIn(history);
  console.log(`${history.name.padEnd(28)} ${history.tip.slice(0, 12)} ${String(pairs.length).padStart(6)} pairs`);
  if (pairs.length < PAIRS_MIN) continue;
  for (const { facts, shareFile } of evenly(pairs, PAIRS_OF_EACH)) {
    rows.push(...pairFeatures(facts));
    labels.push(Number(shareFile));
  }
}
const weights = fitLogistic(Float64Array.from(rows), Float64Array.from(labels), rows.length / labels.length, RIDGE);
const source = `import type { PairWeights } from "./pair-rating.ts";

/** Fitted on other repositories by \`bench/footprint/fit-pairs.ts\`, which writes this file; not edited by hand. */
export const PAIR_WEIGHTS: PairWeights = [${weights.map((weight) => Number(weight.toPrecision(DIGITS))).join(", ")}];
`;
await keepFitted(WEIGHTS_FILE, source, values.write);

async function pairsIn(prior: PriorHistory): Promise<readonly PastPair[]> {
  const history = await openPriorHistory(values.mirrors, prior);
  const end = taskLike(history.commits).at(-prior.tasks) ?? 0;
  const commits = history.commits.slice(0, end);
  const numbers = taskLike(commits).slice(-TASKS - LEARNT_FROM);
  const contents = await contentsIn({ git: history.git, commits }, numbers[0] ?? 0);
  const seen = Array.from(rateInTurn(commits, numbers, priorModel(), contents), (rated) => ({
    at: rated.at,
    shown: shownOf(rated, HALF_WITH_BODY(rated.at), false),
  }));
  const learnt = seen.slice(0, -TASKS).map(({ shown }) => shown.example);
  const model = fitModel(learnt, priorModel());
  return pairsOf(seen.slice(-TASKS).map(({ at, shown }) => asShown(predicted(at, shown, model))));
}

/** So many of them, from first to last; all where there are fewer. */
function evenly<Item>(items: readonly Item[], count: number): readonly Item[] {
  return items.length <= count ? items : Array.from({ length: count }, (_, at) => items[Math.floor((at * items.length) / count)] as Item);
}
