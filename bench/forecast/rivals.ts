import { normalQuantile, normalShare } from "../../src/plan/forecast/normal.ts";
import type { RatioForecast } from "./scores.ts";

/** Forecasts that others make, on the same past tasks. */
export interface Rival {
  readonly name: string;
  /** @param past logarithms of the ratios of the tasks finished before, ascending. */
  forecast(past: readonly number[]): RatioForecast;
}

/** Something smooth on the ratio itself, so on the logarithm by exponents. */
function smooth(quantile: (p: number) => number, share: (ratio: number) => number): RatioForecast {
  return {
    quantile: (p) => Math.log(Math.max(1e-3, quantile(p))),
    within: (log) => ({ below: share(Math.exp(log)), upTo: share(Math.exp(log)) }),
  };
}

const NORMAL = smooth(
  (p) => 1 + 0.25 * normalQuantile(p),
  (ratio) => normalShare((ratio - 1) / 0.25),
);

/** PERT(.75, 1, 2): a beta distribution with mean (.75 + 4 + 2) / 6, its share summed in steps. */
function pert(): RatioForecast {
  const [low, high] = [0.75, 2];
  const [a, b] = [1 + (4 * (1 - low)) / (high - low), 1 + (4 * (high - 1)) / (high - low)];
  const steps = 2000;
  const shares = [0];
  for (let step = 0; step < steps; step++) {
    const x = (step + 0.5) / steps;
    shares.push((shares.at(-1) ?? 0) + x ** (a - 1) * (1 - x) ** (b - 1));
  }
  const total = shares.at(-1) ?? 1;
  const ratioAt = (step: number) => low + ((high - low) * step) / steps;
  return smooth(
    (p) => ratioAt(shares.findIndex((share) => share >= p * total)),
    (ratio) => (shares[Math.round(Math.min(1, Math.max(0, (ratio - low) / (high - low))) * steps)] ?? 0) / total,
  );
}

function lognormal(past: readonly number[]): RatioForecast {
  let [sum, squares] = [0, 0];
  for (const log of past) {
    sum += log;
    squares += log * log;
  }
  const mean = sum / past.length;
  const spread = Math.sqrt(squares / past.length - mean * mean);
  const share = (log: number) => normalShare((log - mean) / spread);
  return { quantile: (p) => mean + spread * normalQuantile(p), within: (log) => ({ below: share(log), upTo: share(log) }) };
}

/** Evidence-based scheduling (Spolsky 2007): every past ratio counts the same. */
function pooled(past: readonly number[]): RatioForecast {
  const upTo = (isIn: (log: number) => boolean) => {
    let [low, high] = [0, past.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isIn(past[middle] ?? Infinity)) low = middle + 1;
      else high = middle;
    }
    return low / past.length;
  };
  return {
    quantile: (p) => past[Math.min(past.length - 1, Math.floor(p * past.length))] ?? 0,
    within: (log) => ({ below: upTo((other) => other < log - 1e-9), upTo: upTo((other) => other <= log + 1e-9) }),
  };
}

const PERT = pert();

export const RIVALS: readonly Rival[] = [
  { name: "normal +-25 %", forecast: () => NORMAL },
  { name: "PERT(.75, 1, 2)", forecast: () => PERT },
  { name: "pooled lognormal", forecast: lognormal },
  { name: "pooled empirical (EBS)", forecast: pooled },
];
