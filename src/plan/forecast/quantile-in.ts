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
