import { ownWords } from "../../src/plan/conflicts/own-words.ts";
import { type PairFacts, unforeseenOf } from "../../src/plan/conflicts/pair-rating.ts";
import { textSimilarity } from "../../src/plan/conflicts/text-similarity.ts";
import type { Predicted } from "./scores.ts";

/** Two tasks whose commits landed near each other, as a plan sees them, and what came of it. */
export interface PastPair {
  readonly facts: PairFacts;
  readonly shareFile: boolean;
}

/** Only such could have been under way at once. */
const COMMITS_APART_MAX = 25;

/** All pairs of tasks that are at most `COMMITS_APART_MAX` commits apart. @param predictions of one history, in landed order */
export function pairsOf(predictions: readonly Predicted[]): readonly PastPair[] {
  const words = textSimilarity(ownWords(new Map(predictions.map(({ at, text }) => [String(at), text]))));
  const chances = predictions.map(({ ranked }) => new Map(ranked.map(({ file, probability }) => [file, probability])));
  const unforeseen = predictions.map(({ ranked, size }) =>
    unforeseenOf(
      ranked.reduce((sum, { probability }) => sum + probability, 0),
      size,
    ),
  );
  const pairs: PastPair[] = [];
  for (const [a, one] of predictions.entries()) {
    for (let b = a + 1; b < predictions.length; b++) {
      const other = predictions[b];
      if (other === undefined || other.at - one.at > COMMITS_APART_MAX) break;
      const facts: PairFacts = {
        overlap: overlapOf(chances[a] ?? new Map(), chances[b] ?? new Map()),
        unforeseen: [unforeseen[a] ?? 0, unforeseen[b] ?? 0],
        alike: words.between(String(one.at), String(other.at)),
      };
      pairs.push({ facts, shareFile: [...one.truth].some((file) => other.truth.has(file)) });
    }
  }
  return pairs;
}

/** The chance that two tasks change one file, were all files independent: 1 - prod(1 - p q). */
function overlapOf(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  let neither = 1;
  for (const [file, probability] of one) neither *= 1 - probability * (other.get(file) ?? 0);
  return 1 - neither;
}
