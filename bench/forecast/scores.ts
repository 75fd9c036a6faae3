import type { Random } from "../../src/core/ports.ts";

export const LEVELS = [0.1, 0.5, 0.8, 0.95] as const;

const BLOCK = 200;

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

  /**
   * @param random draws the place among repeated values (randomised probability integral transform).
   * @returns the place.
   */
  add(forecast: RatioForecast, log: number, random: Random): number {
    for (const level of LEVELS) {
      const error = log - forecast.quantile(level);
      this.#pinball += (error >= 0 ? level * error : (level - 1) * error) / LEVELS.length;
    }
    const { below, upTo } = forecast.within(log);
    const place = below + random.fraction() * (upTo - below);
    this.#places.push(place);
    return place;
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

  /**
   * How far the coverage at P80 is off in one block of 200 tasks after the other, on average: what a drift that later evens out
   * still shows in. Chance alone gives .023.
   */
  get unsteadiness(): number {
    const blocks = Math.floor(this.count / BLOCK);
    let sum = 0;
    for (let block = 0; block < blocks; block++) {
      const inside = this.#places.slice(block * BLOCK, (block + 1) * BLOCK).filter((place) => place <= 0.8).length;
      sum += Math.abs(inside / BLOCK - 0.8);
    }
    return sum / blocks;
  }

  /** Distance of Kolmogorov and Smirnov of the transform from uniform. */
  get distance(): number {
    const sorted = [...this.#places].sort((a, b) => a - b);
    return Math.max(0, ...sorted.map((place, at) => Math.max((at + 1) / this.count - place, place - at / this.count)));
  }
}
