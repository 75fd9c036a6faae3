import { conformalLevels } from "./conformal.ts";

export interface Drift {
  /** One sentence when the last sessions do not fit their forecasts, else null. */
  readonly alarm: string | null;
  /** The probability at which the forecast would have to be read for four of five tasks to finish within it. */
  readonly level80: number;
}

/** How many of the last sessions are looked at. */
const WINDOW = 30;
/** Fewer say nothing. */
const SESSIONS_MIN = 10;
/**
 * Standard normal bounds, wide because heavy tails make scores of a right forecast scatter more than a normal one, and because
 * they are watched after every session: measured by `signalbox bench forecast`, "alarms".
 */
const SPREAD_BOUND = 2.9;
const SHIFT_BOUND = 3.3;
/** The level moves by a point or two by itself. */
const LEVEL_MOVE_MAX = 0.05;
/** A single score beyond is one surprise, not five. */
const SCORE_MAX = 3.5;

/**
 * Watches over the forecast: do the last sessions scatter wider, or lie elsewhere, than their forecasts said? Sums of
 * squares of the normal scores are much quicker to show a wrong spread than the distance of Kolmogorov and Smirnov.
 * @param scores normal scores of past forecasts, oldest first (`trackRecord`).
 */
export function driftOf(scores: readonly number[]): Drift {
  const level80 = conformalLevels(scores)(0.8);
  const last = scores.slice(-WINDOW).map((score) => Math.min(SCORE_MAX, Math.max(-SCORE_MAX, score)));
  if (last.length < SESSIONS_MIN) return { alarm: null, level80 };
  const shift = last.reduce((sum, score) => sum + score, 0) / Math.sqrt(last.length);
  const spread = spreadScore(last);
  const says = (what: string) => ({ alarm: `the last ${last.length} sessions ${what} than forecast`, level80 });
  if (spread > SPREAD_BOUND) return says("scatter wider");
  if (Math.abs(shift) > SHIFT_BOUND) return says(shift > 0 ? "took longer" : "were quicker");
  if (Math.abs(level80 - 0.8) > LEVEL_MOVE_MAX) return says(level80 > 0.8 ? "were late more often" : "were late less often");
  return { alarm: null, level80 };
}

/** The sum of squares, which is chi-squared, brought to a standard normal scale (Wilson and Hilferty 1931). */
function spreadScore(scores: readonly number[]): number {
  const degrees = scores.length;
  const ratio = scores.reduce((sum, score) => sum + score * score, 0) / degrees;
  const error = 2 / (9 * degrees);
  return (Math.cbrt(ratio) - (1 - error)) / Math.sqrt(error);
}
