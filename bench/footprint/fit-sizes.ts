/**
 * Fits how many files a task changes, as its title and the past tell it, and writes it to `src/footprint/size/size-weights.ts`.
 * `node bench/footprint/fit-sizes.ts [--mirrors DIR] [--write]`; without `--write` it says whether the committed one is the same.
 *
 * Method: the task-like commits the prior is fitted on, each rated by what came before it, by its subject. Ridge regression of
 * the logarithm of the number of modified files; of words those that occur in several histories, and a second time with
 * those alone that make a difference. Deterministic.
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { modifiedByHand, taskLike } from "../../src/footprint/history/task-like.ts";
import { rateInTurn } from "../../src/footprint/model/examples.ts";
import { priorModel } from "../../src/footprint/model/model.ts";
import { solveSymmetric } from "../../src/footprint/model/solve-symmetric.ts";
import { type SizeFacts, sizeFacts } from "../../src/footprint/size/task-size.ts";
import { keepFitted } from "./keep-fitted.ts";
import { openPriorHistory, PRIOR_HISTORIES, type PriorHistory } from "./prior-histories.ts";

const WEIGHTS_FILE = new URL("../../src/footprint/size/size-weights.ts", import.meta.url);
/** A word of fewer histories, or rarer in one, is a name of theirs. */
const HISTORIES_MIN = 8;
const OCCURRENCES_MIN = 3;
const WEIGHT_MIN = 0.05;
const RIDGE = { word: 100, other: 1 };
const DIGITS = 2;

const { values } = parseArgs({
  options: {
    mirrors: { type: "string", default: fileURLToPath(new URL("../../../.mirror", import.meta.url)) },
    write: { type: "boolean", default: false },
  },
});

interface Sized {
  readonly facts: SizeFacts;
  readonly files: number;
}

const histories: (readonly Sized[])[] = [];
for (const history of PRIOR_HISTORIES) histories.push(await sizesIn(history));
const tasks = histories.flat();
const { words } = fitted(commonWords());
const { one, usual, alike, words: kept } = fitted([...words].flatMap(([word, weight]) => (Math.abs(weight) < WEIGHT_MIN ? [] : [word])));
const table = [...kept].sort(([a, left], [b, right]) => left - right || (a < b ? -1 : 1));
const source = `import type { SizeWeights } from "./task-size.ts";

/** Fitted on other repositories by \`bench/footprint/fit-sizes.ts\`, which writes this file; not edited by hand. */
export const SIZE_WEIGHTS: SizeWeights = {
  one: ${rounded(one)},
  usual: ${rounded(usual)},
  alike: ${rounded(alike)},
  words: {
${table.map(([word, weight]) => `    ${/^\w+$/.test(word) ? word : JSON.stringify(word)}: ${rounded(weight)},\n`).join("")}  },
};
`;
console.log(`${tasks.length} tasks, ${words.size} words looked at, ${kept.size} kept`);
await keepFitted(WEIGHTS_FILE, source, values.write);

async function sizesIn(prior: PriorHistory): Promise<readonly Sized[]> {
  const history = await openPriorHistory(values.mirrors, prior);
  const numbers = taskLike(history.commits).slice(-prior.tasks);
  return Array.from(
    rateInTurn(history.commits, numbers, priorModel(), null, () => false),
    ({ commit, rating, index }): Sized => ({
      facts: sizeFacts(commit.subject, rating.neighbours, index),
      files: modifiedByHand(commit).length,
    }),
  );
}

function commonWords(): readonly string[] {
  const inHistories = new Map<string, number>();
  for (const history of histories) {
    const counts = new Map<string, number>();
    for (const { facts } of history) for (const word of facts.words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) if (count >= OCCURRENCES_MIN) inHistories.set(word, (inHistories.get(word) ?? 0) + 1);
  }
  return [...inHistories].flatMap(([word, count]) => (count < HISTORIES_MIN ? [] : [word])).sort();
}

function fitted(vocabulary: readonly string[]) {
  const columns = new Map(vocabulary.map((word, at) => [word, 3 + at]));
  const width = 3 + vocabulary.length;
  const square = new Float64Array(width * width);
  const right = new Float64Array(width);
  for (let at = 0; at < width; at++) square[at * width + at] = at < 3 ? RIDGE.other : RIDGE.word;
  for (const { facts, files } of tasks) {
    const row: [number, number][] = [
      [0, 1],
      [1, facts.usual],
      [2, facts.alike],
    ];
    for (const word of facts.words) {
      const column = columns.get(word);
      if (column !== undefined) row.push([column, 1]);
    }
    for (const [i, value] of row) {
      right[i] = (right[i] ?? 0) + value * Math.log(files);
      for (const [j, other] of row) square[i * width + j] = (square[i * width + j] ?? 0) + value * other;
    }
  }
  const [one = 0, usual = 0, alike = 0, ...weights] = solveSymmetric(square, right, width);
  return { one, usual, alike, words: new Map(vocabulary.map((word, at) => [word, weights[at] ?? 0])) };
}

function rounded(weight: number): number {
  return Number(weight.toFixed(DIGITS));
}
