import { normalQuantile } from "./normal.ts";

/**
 * Actual over estimated time of 78,000 finished tasks in three public collections, rounded (planning protocol P4):
 * P10 .35, P50 1, P80 1.5, P95 3.5. As (standard normal value, logarithm of the ratio), for interpolation.
 */
const KNOTS = [
  [normalQuantile(0.1), Math.log(0.35)],
  [0, 0],
  [normalQuantile(0.8), Math.log(1.5)],
  [normalQuantile(0.95), Math.log(3.5)],
] as const;

/** Logarithm of actual over estimate at probability `p`, before anything is known of this repository; tails go on as straight lines. */
export function coldStartQuantile(p: number): number {
  const z = normalQuantile(p);
  const at = Math.max(
    1,
    KNOTS.findIndex(([knot]) => z <= knot),
  );
  const upper = z > KNOTS[3][0] ? KNOTS[3] : (KNOTS[at] ?? KNOTS[3]);
  const lower = upper === KNOTS[3] ? KNOTS[2] : (KNOTS[at - 1] ?? KNOTS[0]);
  return lower[1] + ((z - lower[0]) / (upper[0] - lower[0])) * (upper[1] - lower[1]);
}

/** Standard deviation of the logarithm of one session's ratio: what the three collections have. */
const SESSION_SPREAD = 0.9;
/** How far a repository's own scale is from 1: near it where people estimate people, anywhere where agents do people's hours. */
const NEAR_SPREAD = 0.3;
const FAR_SPREAD = 2.5;

/**
 * What the first sessions say about the scale of a repository: estimates are human hours and agents may take minutes.
 * Normal observations under a prior of two halves, one that holds the estimates for about right and one that knows
 * nothing: a middling first session moves the scale little, one that took a thirtieth of its estimate moves it at once.
 * @param middle the middle of the logarithms of the sessions' ratios.
 * @param sessions how many, at least 0; may be a sum of weights.
 * @returns `shift`, to add to every logarithm, and `widening`, by which to multiply the distances from the median.
 */
export function learnedScale(middle: number, sessions: number): { readonly shift: number; readonly widening: number } {
  if (sessions <= 0) return { shift: 0, widening: 1 };
  const noise = SESSION_SPREAD ** 2 / sessions;
  const halves = [NEAR_SPREAD, FAR_SPREAD].map((spread) => {
    const variance = spread ** 2 + noise;
    return { logWeight: -(middle ** 2) / (2 * variance) - Math.log(variance) / 2, shift: (middle * spread ** 2) / variance };
  });
  const largest = Math.max(...halves.map(({ logWeight }) => logWeight));
  let [shift, total] = [0, 0];
  for (const half of halves) {
    const weight = Math.exp(half.logWeight - largest);
    shift += weight * half.shift;
    total += weight;
  }
  return { shift: shift / total, widening: Math.sqrt(1 + 1 / (sessions + 1)) };
}
