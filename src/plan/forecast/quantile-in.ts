/** The value below which a share `p` of the sorted values lies, between two of them where it falls between; 0 of none. */
export function quantileIn(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? 0;
  return low + (high - low) * (place - Math.floor(place));
}

/** The quantiles every forecast is given at. */
export function bands(sorted: Float64Array): { readonly p50: number; readonly p80: number; readonly p95: number } {
  return { p50: quantileIn(sorted, 0.5), p80: quantileIn(sorted, 0.8), p95: quantileIn(sorted, 0.95) };
}

/** Of so many runs, how many may miss something that is reached with a probability: 400 of 2,000 at .8. */
export function runsBeyond(runs: number, probability: number): number {
  // Less a rounding error: 1 - .8 is not quite .2.
  return Math.floor((1 - probability) * runs + 1e-9);
}
