import { pairRating } from "../../src/plan/conflicts/pair-rating.ts";
import { pairsOf } from "./pairs.ts";

/** A held-out commit and what was predicted for it. */
export interface Predicted {
  /** Its number in the history. */
  readonly at: number;
  /** What it was predicted from. */
  readonly text: string;
  /** How many files it was expected to change. */
  readonly size: number;
  /** Files with their probabilities, the likeliest first, each once. */
  readonly ranked: readonly Guess[];
  /** What it changed. */
  readonly truth: ReadonlySet<number>;
}

export interface Guess {
  readonly file: number;
  readonly probability: number;
}

/** How well files were ranked. */
export const RANKING = ["hit@1", "hit@5", "recall@10", "recall@20", "all@20", "MAP"] as const;
/** How far probabilities can be believed, and what they say of pairs. */
export const BELIEF = ["Brier", "ECE", "pair AUC", "kept@90"] as const;
export type Measure = (typeof RANKING)[number] | (typeof BELIEF)[number];
export type Scores = Readonly<Record<Measure, number>>;

/** Below this a path is left out of a footprint (`src/footprint/predict.ts`), and beyond so many. */
const SHOWN_MIN = 0.005;
const SHOWN_MAX = 60;
/** Belief is scored on what a person is shown: the many unlikely ones are easily right. */
const BELIEVED_MIN = 0.02;
const BINS = 10;
const CAUGHT = 0.9;

export function scoresOf(predictions: readonly Predicted[]): Scores {
  const mean = (of: (one: Predicted) => number) => predictions.reduce((sum, one) => sum + of(one), 0) / predictions.length;
  const shown = predictions.map(asShown);
  return {
    "hit@1": mean((one) => Number(hits(one, 1) > 0)),
    "hit@5": mean((one) => Number(hits(one, 5) > 0)),
    "recall@10": mean((one) => hits(one, 10) / one.truth.size),
    "recall@20": mean((one) => hits(one, 20) / one.truth.size),
    "all@20": mean((one) => Number(hits(one, 20) === one.truth.size)),
    MAP: mean(averagePrecision),
    ...beliefIn(shown),
    ...pairScores(shown),
  };
}

/** A prediction as a plan sees it. */
export function asShown({ ranked, ...task }: Predicted): Predicted {
  return { ...task, ranked: ranked.filter(({ probability }) => probability >= SHOWN_MIN).slice(0, SHOWN_MAX) };
}

function hits({ ranked, truth }: Predicted, first: number): number {
  return ranked.slice(0, first).filter(({ file }) => truth.has(file)).length;
}

function averagePrecision({ ranked, truth }: Predicted): number {
  let [found, sum] = [0, 0];
  for (const [rank, { file }] of ranked.entries()) {
    if (!truth.has(file)) continue;
    found++;
    sum += found / (rank + 1);
  }
  return sum / truth.size;
}

/** Over all entries that are believed: mean squared error, and the distance of said from observed in ten bins of equal width. */
function beliefIn(predictions: readonly Predicted[]): Pick<Scores, "Brier" | "ECE"> {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, said: 0, seen: 0 }));
  let [squares, count] = [0, 0];
  for (const { ranked, truth } of predictions) {
    for (const { file, probability } of ranked) {
      if (probability < BELIEVED_MIN) continue;
      const seen = Number(truth.has(file));
      const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
      if (bin === undefined) continue;
      bin.count++;
      bin.said += probability;
      bin.seen += seen;
      squares += (probability - seen) ** 2;
      count++;
    }
  }
  return { Brier: squares / count, ECE: bins.reduce((sum, { said, seen }) => sum + Math.abs(said - seen), 0) / count };
}

/** Does the rating of two tasks that a plan goes by tell those that share a file? */
function pairScores(shown: readonly Predicted[]): Pick<Scores, "pair AUC" | "kept@90"> {
  const overlapping: number[] = [];
  const harmless: number[] = [];
  for (const { facts, shareFile } of pairsOf(shown)) (shareFile ? overlapping : harmless).push(pairRating(facts));
  overlapping.sort((a, b) => a - b);
  harmless.sort((a, b) => a - b);
  const caughtFrom = overlapping[Math.floor(overlapping.length * (1 - CAUGHT))] ?? 0;
  return { "pair AUC": areaUnderCurve(overlapping, harmless), "kept@90": below(harmless, caughtFrom) / harmless.length };
}

/** The chance that a true pair is rated above a false one, ties half. Both sorted. */
function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const wins = positives.reduce((sum, value) => sum + (below(negatives, value) + upTo(negatives, value)) / 2, 0);
  return wins / (positives.length * negatives.length);
}

function below(sorted: readonly number[], value: number): number {
  return position(sorted, (one) => one < value);
}

function upTo(sorted: readonly number[], value: number): number {
  return position(sorted, (one) => one <= value);
}

function position(sorted: readonly number[], isBefore: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
