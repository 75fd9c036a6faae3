import { describe, expect, it } from "vitest";
import { drawAt } from "../../../src/plan/forecast/draws.ts";
import { driftOf } from "../../../src/plan/forecast/drift.ts";
import { normalQuantile } from "../../../src/plan/forecast/normal.ts";
import { sharedError } from "../../../src/plan/forecast/shared-error.ts";

/** Normal scores as a right forecast has them. */
const right = (seed: number, count = 60) => Array.from({ length: count }, (_, at) => normalQuantile(drawAt(seed, 0, at)));
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed + 1);

describe("the watch over the forecast", () => {
  it("is silent while sessions scatter as forecast, and before there are ten", () => {
    expect(SEEDS.filter((seed) => driftOf(right(seed)).alarm !== null).length).toBeLessThanOrEqual(2);
    expect(driftOf(right(1, 9).map((score) => 9 * score)).alarm).toBe(null);
  });

  it("says when they scatter wider, took longer, or were quicker", () => {
    const says = (change: (score: number) => number) => driftOf([...right(1, 60), ...right(2, 30).map(change)]).alarm;
    expect(says((score) => 1.8 * score)).toBe("the last 30 sessions scatter wider than forecast");
    expect(says((score) => score / 2 + 1)).toBe("the last 30 sessions took longer than forecast");
    expect(says((score) => score / 2 - 1)).toBe("the last 30 sessions were quicker than forecast");
  });

  it("moves the level of P80 up where one in three is late", () => {
    const late = right(3, 400).map((score) => score + 0.4);
    expect(driftOf(late).level80).toBeGreaterThan(0.84);
    expect(Math.abs(driftOf(right(3, 400)).level80 - 0.8)).toBeLessThan(0.03);
  });
});

describe("what tasks of one project share", () => {
  /** Stretches of twenty with a factor in common. */
  const together = (correlation: number, seed: number, count: number) =>
    right(seed, count).map(
      (own, at) => Math.sqrt(correlation) * normalQuantile(drawAt(seed, 1, Math.floor(at / 20))) + Math.sqrt(1 - correlation) * own,
    );
  const mean = (correlation: number, count: number) =>
    SEEDS.reduce((sum, seed) => sum + sharedError(together(correlation, seed, count), 30), 0) / SEEDS.length;

  it("is found in long histories, and hardly anything where there is nothing", () => {
    expect(mean(0, 400)).toBeLessThan(0.04);
    expect(mean(0.4, 400)).toBeGreaterThan(0.12);
    expect(mean(0.4, 400)).toBeGreaterThan(mean(0.2, 400) + 0.04);
  });

  it("is large before the first session, when not even the scale is known, and fades as they finish", () => {
    expect(sharedError([], 30)).toBeCloseTo(0.02 + 1 / 3, 5);
    const fading = [0, 3, 10, 30, 100].map((count) => mean(0, count));
    expect(fading).toEqual(fading.toSorted((a, b) => b - a));
  });

  it("stays a correlation, whatever the scores", () => {
    for (const scores of [[6, 6, 6, 6, 6, 6], [-6.4, 6.4, -6.4, 6.4, -6.4, 6.4, -6.4], [0]])
      for (const tasks of [0, 1, 2, 1_000]) {
        const correlation = sharedError(scores, tasks);
        expect(correlation >= 0 && correlation <= 0.9).toBe(true);
      }
  });
});
