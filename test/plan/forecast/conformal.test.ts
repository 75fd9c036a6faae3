import { describe, expect, it } from "vitest";
import { conformalLevels } from "../../../src/plan/forecast/conformal.ts";
import { drawAt } from "../../../src/plan/forecast/draws.ts";
import { normalQuantile } from "../../../src/plan/forecast/normal.ts";

const scores = (count: number, change: (score: number) => number = (score) => score) =>
  Array.from({ length: count }, (_, at) => change(normalQuantile(drawAt(1, 0, at))));
const PLACES = Array.from({ length: 21 }, (_, at) => at / 20);

describe("conformal levels", () => {
  it("are the wanted ones before anything is known, and nearly so where forecasts were right", () => {
    for (const p of PLACES) expect(conformalLevels([])(p)).toBeCloseTo(p, 12);
    for (const p of PLACES) expect(Math.abs(conformalLevels(scores(400))(p) - p)).toBeLessThan(0.04);
  });

  it("go up where tasks were late and outwards where they scattered, so that each is hit as often as it says", () => {
    const late = conformalLevels(scores(400, (score) => score + 0.4));
    expect(late(0.8)).toBeGreaterThan(0.84);
    expect(late(0.5)).toBeGreaterThan(0.58);
    const wide = conformalLevels(scores(400, (score) => 1.5 * score));
    expect(wide(0.1)).toBeLessThan(0.08);
    expect(wide(0.95)).toBeGreaterThan(0.96);
  });

  it("stay in order between 0 and 1, whatever happened", () => {
    for (const wild of [scores(400, () => 6), scores(400, () => -6), scores(50, (score) => 20 * score)]) {
      const levels = PLACES.map(conformalLevels(wild));
      expect(levels).toEqual(levels.toSorted((a, b) => a - b));
      expect([levels[0], levels.at(-1)]).toEqual([0, 1]);
    }
  });
});
