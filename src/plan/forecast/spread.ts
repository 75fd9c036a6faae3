/** Steps in which a distribution of durations is kept; an odd number, so that the median is one of them. */
export const STEPS = 401;

/** A distribution as its values at the probabilities (k + 1/2) / STEPS, ascending. */
export type Spread = Float64Array;

// Places are kept below STEPS, so a read never misses: hence `as number`.

/** The value below which a share `p` lies. */
export function quantileOf(spread: Spread, p: number): number {
  return spread[Math.min(STEPS - 1, Math.max(0, Math.floor(p * STEPS)))] as number;
}

/** The share of values below `value` and the share at or below it; they differ where values repeat. */
export function shareBelow(spread: Spread, value: number): { readonly below: number; readonly upTo: number } {
  return { below: count(spread, (at) => at < value) / STEPS, upTo: count(spread, (at) => at <= value) / STEPS };
}

function count(spread: Spread, isIn: (value: number) => boolean): number {
  let [low, high] = [0, STEPS];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isIn(spread[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Fewer steps above a value than these know nothing of how far a tail reaches. */
const TAIL_STEPS = 8;

/** The mean of what is above `value`, less `value`: what is still to come of something that has come so far; null in the last tail. */
export function meanBeyond(spread: Spread, value: number): number | null {
  const from = count(spread, (at) => at <= value);
  if (from > STEPS - TAIL_STEPS) return null;
  let sum = 0;
  for (let step = from; step < STEPS; step++) sum += spread[step] as number;
  return sum / (STEPS - from) - value;
}

/** The value above `value` below which a share `p` of what is above lies, less `value`; null in the last tail. */
export function quantileBeyond(spread: Spread, value: number, p: number): number | null {
  const from = count(spread, (at) => at <= value);
  return from > STEPS - TAIL_STEPS ? null : quantileOf(spread, (from + p * (STEPS - from)) / STEPS) - value;
}

/** One distribution in which two have their share: `weights` (adding up to 1) on ascending `values`, and another spread. */
export function mixed(values: Float64Array, weights: Float64Array, share: number, other: (step: number) => number): Spread {
  const spread = new Float64Array(STEPS);
  const otherWeight = (1 - share) / STEPS;
  let [value, step, sum] = [0, 0, 0];
  for (let filled = 0; filled < STEPS; ) {
    const [a, b] = [value < values.length ? (values[value] as number) : Infinity, step < STEPS ? other(step) : Infinity];
    const smallest = Math.min(a, b);
    // Both used up: what is left of the probability is a rounding error.
    if (smallest === Infinity) return spread.fill(filled === 0 ? 0 : (spread[filled - 1] as number), filled);
    if (a <= b) sum += share * (weights[value++] as number);
    else {
      step++;
      sum += otherWeight;
    }
    while (filled < STEPS && (filled + 0.5) / STEPS <= sum) spread[filled++] = smallest;
  }
  return spread;
}
