/** Solves the symmetric positive system whose lower triangle is given, by Cholesky's decomposition; overwrites the triangle. */
export function solveSymmetric(lower: Float64Array, right: Float64Array, width: number): Float64Array {
  const at = (i: number, j: number) => lower[i * width + j] as number;
  for (let j = 0; j < width; j++) {
    for (let i = j; i < width; i++) {
      let sum = at(i, j);
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k);
      lower[i * width + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / at(j, j);
    }
  }
  const result = Float64Array.from(right);
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) result[i] = (result[i] as number) - at(i, k) * (result[k] as number);
    result[i] = (result[i] as number) / at(i, i);
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) result[i] = (result[i] as number) - at(k, i) * (result[k] as number);
    result[i] = (result[i] as number) / at(i, i);
  }
  return result;
}
