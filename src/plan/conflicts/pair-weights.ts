import type { PairWeights } from "./pair-rating.ts";

/** Fitted on other repositories by `bench/footprint/fit-pairs.ts`, which writes this file; not edited by hand. */
export const PAIR_WEIGHTS: PairWeights = [0.102, 0.816, 0.89, 1.09];
