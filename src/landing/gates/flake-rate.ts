import type { TestRecord } from "../../core/test-result.ts";

/** Before anything is known of a test: as if it had flaked once in this many runs. An assumption, soon outweighed. */
const PRIOR_RUNS = 200;

/**
 * The chance that a test fails on a tree that is fine: the Beta posterior over its runs on such trees, which are those it
 * passed, at once or when run again.
 */
export function flakeRate({ runs, failures, flakes }: TestRecord): {
  readonly mean: number;
  readonly alpha: number;
  readonly beta: number;
} {
  const alpha = 1 + flakes;
  const beta = PRIOR_RUNS - 1 + Math.max(0, runs - failures);
  return { mean: alpha / (alpha + beta), alpha, beta };
}
