import type { PairWeights } from "./pair-rating.ts";

/** Fitted on other repositories by `bench/footprint/fit-pairs.ts`, which writes this file; not edited by hand. */
export const PAIR_WEIGHTS: PairWeights = [0.916, 0.737, -0.485, 1.18];
