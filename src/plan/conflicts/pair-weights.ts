import type { PairWeights } from "./pair-rating.ts";

/** Fitted on other repositories by `bench/footprint/fit-pairs.ts`, which writes this file; not edited by hand. */
export const PAIR_WEIGHTS: PairWeights = [0.894, 0.731, -0.48, 1.24];
