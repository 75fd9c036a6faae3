import { type Curve, fitIsotonic, onCurve } from "./isotonic.ts";
import { fitLogistic } from "./logistic.ts";

/** How far a model's scores can be believed: what a score of it turned out to mean. */
export interface Calibration {
  readonly curve: Curve;
  /** The probability in log odds is `intercept + slope * log odds of the score`. */
  readonly intercept: number;
  readonly slope: number;
}

/** Takes scores as they are. */
export const UNCALIBRATED: Calibration = { curve: { scores: [], probabilities: [] }, intercept: 0, slope: 1 };

/** As if so many observations had said that all is even. */
const RIDGE = 1;
const SCORE_MIN = 1e-6;

/**
 * Two readings of what was observed: a line in log odds (Platt 1999), and a rising curve
 * (`fitIsotonic`). The curve follows any shape, and chance where little was seen; the line is steady.
 * @param outcomes 0 or 1
 */
export function fitCalibration(scores: readonly number[], outcomes: readonly number[]): Calibration {
  if (scores.length === 0) return UNCALIBRATED;
  const rows = Float64Array.from({ length: scores.length * 2 }, (_, at) => (at % 2 === 0 ? 1 : logOdds(scores[at >> 1] ?? 0)));
  const [intercept = 0, slope = 1] = fitLogistic(rows, Float64Array.from(outcomes), 2, RIDGE);
  const curve = fitIsotonic(scores, outcomes);
  if (slope > 0) return { curve, intercept, slope };
  // The scores say nothing: then all have the common chance.
  return { curve, intercept: logOdds(outcomes.reduce((sum, one) => sum + one, 0) / outcomes.length), slope: 0 };
}

/** The probability of a score: halfway between line and curve. Never lower for a higher score. */
export function calibrated({ curve, intercept, slope }: Calibration, score: number): number {
  if (curve.scores.length === 0) return score;
  return (onCurve(curve, score) + 1 / (1 + Math.exp(-intercept - slope * logOdds(score)))) / 2;
}

function logOdds(score: number): number {
  const inside = Math.min(1 - SCORE_MIN, Math.max(SCORE_MIN, score));
  return Math.log(inside / (1 - inside));
}
