import type { PredictedPath } from "../../core/event.ts";
import { LEASE_PROBABILITY } from "../../core/footprint.ts";
import { patternCovers } from "../../core/paths.ts";

/** However long an agent works, its last tenth may still hold a first touch. */
const SHARE_MAX = 0.9;

/**
 * The chance that a path is touched later, given that it was not yet: first touches spread evenly over the work, so of
 * probability p there is left p(1 - s) / (1 - p s) after a share s of it. At half of the work .6 becomes .43, and .9
 * stays .82. Pure.
 * @param share of the expected work that is done, in [0, 1] or more.
 */
export function stillLikely(probability: number, share: number): number {
  const done = Math.min(SHARE_MAX, Math.max(0, share));
  const left = probability * (1 - done);
  return left === 0 ? 0 : left / (1 - probability * done);
}

export interface Untouched {
  readonly lease: readonly string[];
  readonly predicted: readonly PredictedPath[];
  readonly touched: ReadonlySet<string>;
  /** What the task's owner says it writes: never given back before it is done. */
  readonly declared: readonly string[];
  readonly share: number;
}

/** The leased paths that were only predicted, are untouched, and have become unlikely. Pure. */
export function becameUnlikely({ lease, predicted, touched, declared, share }: Untouched): readonly string[] {
  const probabilities = new Map(predicted.map(({ path, probability }) => [path, probability]));
  return lease.filter((path) => {
    const probability = probabilities.get(path);
    if (probability === undefined || declared.includes(path)) return false;
    if (stillLikely(probability, share) >= LEASE_PROBABILITY) return false;
    return ![...touched].some((one) => patternCovers(path, one));
  });
}
