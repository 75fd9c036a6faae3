import { PAIR_WEIGHTS } from "./pair-weights.ts";

/** What is known of two tasks before they run. */
export interface PairFacts {
  /** Chance that both write one file, were all their files independent: 1 - prod(1 - p q). */
  readonly overlap: number;
  /** How much larger than foreseen each is, as `unforeseenOf` has it. */
  readonly unforeseen: readonly [number, number];
  /** How alike their words are, in [0, 1]. */
  readonly alike: number;
}

/** A coefficient for each of `pairFeatures`. */
export type PairWeights = readonly [one: number, overlap: number, unforeseen: number, alike: number];

/** Below this only words and sizes tell pairs apart: what is left of a prediction there is noise. */
const OVERLAP_MIN = 1e-3;
const OVERLAP_MAX = 0.999;
const FORESEEN_MIN = 0.3;

/**
 * The chance that two tasks write one file, as pairs of past commits tell it: a logistic regression on the overlap of their
 * predictions. Tasks that write more than was foreseen of them meet there as well, and so do tasks that speak of the same
 * things. The coefficients are fitted by `bench/footprint/fit-pairs.ts`.
 */
export function pairRating(facts: PairFacts): number {
  const odds = pairFeatures(facts).reduce((sum, feature, at) => sum + feature * (PAIR_WEIGHTS[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-odds));
}

/** One, the log odds of the overlap, how much larger than foreseen the tasks are, the similarity of words. */
export function pairFeatures({ overlap, unforeseen, alike }: PairFacts): readonly number[] {
  const inside = Math.min(OVERLAP_MAX, Math.max(OVERLAP_MIN, overlap));
  return [1, Math.log(inside / (1 - inside)), unforeseen[0] + unforeseen[1], alike];
}

/**
 * The logarithm of all files a task writes over those foreseen; 0 where only its paths are known.
 * @param foreseen how many paths it is expected to write: the sum of its chances
 * @param size how many it writes in all, as `Footprint.size` has it
 */
export function unforeseenOf(foreseen: number, size: number | null): number {
  return size === null ? 0 : Math.log(size / Math.max(FORESEEN_MIN, foreseen));
}
