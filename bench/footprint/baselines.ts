import type { HistoryIndex } from "../../src/footprint/history/history-index.ts";
import { predictable } from "../../src/footprint/history/predictable.ts";
import type { Neighbour } from "../../src/footprint/history/retrieve.ts";
import { pastOf } from "../../src/footprint/model/first-features.ts";
import { wordsOf } from "../../src/footprint/words.ts";
import type { Guess } from "./scores.ts";

/** What simple rankers are asked: a text, before its commit is learnt. */
export interface Asked {
  readonly index: HistoryIndex;
  readonly text: string;
  readonly neighbours: readonly Neighbour[];
}

const BEST = 60;
const NEAREST = 15;
/** The usual constants of BM25. */
const SATURATION = 1.2;
const LENGTH = 0.75;

/** Rankers that need no model, by name. Their numbers are no probabilities. */
export const BASELINES: Readonly<Record<string, (asked: Asked) => readonly Guess[]>> = {
  "change frequency": ({ index }) => best(index, (file) => pastOf(index, file).often),
  "path words (BM25)": byPath,
  "15 nearest commits": byNeighbours,
};

function byPath({ index, text }: Asked): readonly Guess[] {
  const { lists } = index.pathWords;
  const sums = new Map<number, number>();
  for (const word of new Set(wordsOf(text))) {
    const list = lists.get(word);
    if (list === undefined) continue;
    const rarity = Math.log(1 + (index.paths.length - list.length + 0.5) / (list.length + 0.5));
    for (const entry of list.values.subarray(0, list.length)) {
      const file = Math.floor(entry / 3);
      const length = wordsOf(index.paths[file] ?? "").length / 6;
      const share = (SATURATION + 1) / (1 + SATURATION * (1 - LENGTH + LENGTH * length));
      sums.set(file, (sums.get(file) ?? 0) + rarity * share);
    }
  }
  return best(index, (file) => sums.get(file) ?? 0, sums.keys());
}

function byNeighbours({ index, neighbours }: Asked): readonly Guess[] {
  const { files, starts } = index;
  const votes = new Map<number, number>();
  for (const { commit, similarity } of neighbours.slice(0, NEAREST)) {
    const touched = files.values.subarray(starts.values[commit] ?? 0, starts.values[commit + 1] ?? 0);
    for (const file of touched) votes.set(file, (votes.get(file) ?? 0) + similarity / Math.sqrt(touched.length));
  }
  return best(index, (file) => votes.get(file) ?? 0, votes.keys());
}

function best(index: HistoryIndex, scoreOf: (file: number) => number, among: Iterable<number> = index.paths.keys()): readonly Guess[] {
  const guesses = [...among]
    .filter((file) => index.isAlive(file) && predictable(index.paths[file] ?? ""))
    .map((file) => ({ file, probability: scoreOf(file) }));
  return guesses.sort((a, b) => b.probability - a.probability || a.file - b.file).slice(0, BEST);
}
