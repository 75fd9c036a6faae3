import type { Random } from "../../src/core/ports.ts";

export const LEVELS = [0.1, 0.5, 0.8, 0.95] as const;

/** A forecast of the logarithm of actual over estimated time. */
export interface RatioForecast {
  quantile(p: number): number;
  /** Probability below a value, and at or below it. */
  within(log: number): { readonly below: number; readonly upTo: number };
}

/** What one method scored on many tasks, one step ahead each. */
export class Scores {
  #pinball = 0;
  readonly #places: number[] = [];

  /** @param random draws the place among repeated values (randomised probability integral transform). */
  add(forecast: RatioForecast, log: number, random: Random): void {
    for (const level of LEVELS) {
      const error = log - forecast.quantile(level);
      this.#pinball += (error >= 0 ? level * error : (level - 1) * error) / LEVELS.length;
    }
    const { below, upTo } = forecast.within(log);
    this.#places.push(below + random.fraction() * (upTo - below));
  }

  get count(): number {
    return this.#places.length;
  }

  /** Mean pinball loss over the levels, on the logarithm of the ratio. */
  get pinball(): number {
    return this.#pinball / this.count;
  }

  /** Share of tasks at or below each level. */
  get coverage(): readonly number[] {
    return LEVELS.map((level) => this.#places.filter((place) => place <= level).length / this.count);
  }

  /** Distance of Kolmogorov and Smirnov of the transform from uniform. */
  get distance(): number {
    const sorted = [...this.#places].sort((a, b) => a - b);
    return Math.max(0, ...sorted.map((place, at) => Math.max((at + 1) / this.count - place, place - at / this.count)));
  }
}
