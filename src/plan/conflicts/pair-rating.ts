import { PAIR_WEIGHTS } from "./pair-weights.ts";

/** What is known of two tasks before they run. */
export interface PairFacts {
  /** Chance that both write one file, were all their files independent: 1 - prod(1 - p q). */
  readonly overlap: number;
  /** How many paths each is expected to write: the sum of its chances. */
  readonly foreseen: readonly [number, number];
  /** How many it writes in all, foreseen or not, as `Footprint.size` has it; null where only its paths are known. */
  readonly sizes: readonly [number | null, number | null];
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

/** One, the log odds of the overlap, how much larger than foreseen the tasks are (as logarithms), the similarity of words. */
export function pairFeatures({ overlap, foreseen, sizes, alike }: PairFacts): readonly number[] {
  const inside = Math.min(OVERLAP_MAX, Math.max(OVERLAP_MIN, overlap));
  const unforeseen = [0, 1].reduce((sum, at) => sum + unforeseenOf(foreseen[at] ?? 0, sizes[at] ?? null), 0);
  return [1, Math.log(inside / (1 - inside)), unforeseen, alike];
}

function unforeseenOf(foreseen: number, size: number | null): number {
  return size === null ? 0 : Math.log(size / Math.max(FORESEEN_MIN, foreseen));
}
