import { PAIR_WEIGHTS } from "./pair-weights.ts";

/** What is known of two tasks before they run. */
export interface PairFacts {
  /** Chance that both write one file, were all their files independent: 1 - prod(1 - p q). */
  readonly overlap: number;
  /** How many paths each is expected to write: the sum of its chances. */
  readonly expected: readonly [number, number];
  /** How alike their words are, in [0, 1]. */
  readonly alike: number;
}

/** A coefficient for each of `pairFeatures`. */
export type PairWeights = readonly [one: number, overlap: number, expected: number, alike: number];

/** Below this only words and sizes tell pairs apart: what is left of a prediction there is noise. */
const OVERLAP_MIN = 1e-3;
const OVERLAP_MAX = 0.999;

/**
 * The chance that two tasks write one file, as pairs of past commits tell it: a logistic regression on the overlap of their
 * predictions. Files are not independent: a vague task has many unlikely ones of which it writes some that lie together, so
 * the same overlap means less for two such tasks; and tasks that speak of the same things meet in files nobody foresaw. The
 * coefficients are fitted by `bench/footprint/fit-pairs.ts`.
 */
export function pairRating(facts: PairFacts): number {
  const odds = pairFeatures(facts).reduce((sum, feature, at) => sum + feature * (PAIR_WEIGHTS[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-odds));
}

/** One, the log odds of the overlap, the sizes (each task writes a file at least), the similarity of words. */
export function pairFeatures({ overlap, expected, alike }: PairFacts): readonly number[] {
  const inside = Math.min(OVERLAP_MAX, Math.max(OVERLAP_MIN, overlap));
  return [1, Math.log(inside / (1 - inside)), sizeOf(expected[0]) + sizeOf(expected[1]), alike];
}

function sizeOf(expected: number): number {
  return Math.log1p(Math.max(1, expected));
}
