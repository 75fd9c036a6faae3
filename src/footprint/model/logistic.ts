import { solveSymmetric } from "./solve-symmetric.ts";

/*
 * Hot loops: typed arrays are read with `as number`, because rows and columns are bounded by the shapes given.
 */

const ROUNDS = 12;

/**
 * Logistic regression by iteratively reweighted least squares with a ridge towards zero: exact, deterministic, no step size.
 * The intercept is a column like any other.
 * @param rows features, row after row; @param labels 0 or 1; @param ridge as if so many rows had said that nothing matters
 */
export function fitLogistic(rows: Float64Array, labels: Float64Array, width: number, ridge: number): number[] {
  let beta = new Float64Array(width);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Float64Array(width);
    const hessian = new Float64Array(width * width);
    for (let j = 0; j < width; j++) {
      gradient[j] = -ridge * (beta[j] as number);
      hessian[j * width + j] = ridge + 1e-9;
    }
    accumulate(rows, labels, width, beta, gradient, hessian);
    const step = solveSymmetric(hessian, gradient, width);
    let largest = 0;
    const next = Float64Array.from(beta);
    for (let j = 0; j < width; j++) {
      const move = Math.max(-4, Math.min(4, step[j] as number));
      next[j] = (next[j] as number) + move;
      largest = Math.max(largest, Math.abs(move));
    }
    beta = next;
    if (largest < 1e-5) break;
  }
  return [...beta];
}

function accumulate(
  rows: Float64Array,
  labels: Float64Array,
  width: number,
  beta: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0; row < labels.length; row++) {
    const at = row * width;
    let sum = 0;
    for (let j = 0; j < width; j++) sum += (beta[j] as number) * (rows[at + j] as number);
    const probability = 1 / (1 + Math.exp(-sum));
    const error = (labels[row] as number) - probability;
    const curvature = Math.max(1e-6, probability * (1 - probability));
    for (let j = 0; j < width; j++) {
      const value = rows[at + j] as number;
      if (value === 0) continue;
      gradient[j] = (gradient[j] as number) + error * value;
      const scaled = curvature * value;
      for (let k = 0; k <= j; k++) hessian[j * width + k] = (hessian[j * width + k] as number) + scaled * (rows[at + k] as number);
    }
  }
}
