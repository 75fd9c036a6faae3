import fc from "fast-check";
import { expect, test } from "vitest";
import { calibrated, fitCalibration } from "../../../src/footprint/model/calibration.ts";

const observations = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)), { maxLength: 400, size: "max" });

test("a higher score never means a lower probability, and nothing is impossible or certain where much was seen", () => {
  fc.assert(
    fc.property(observations, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (seen, asked) => {
      const calibration = fitCalibration(
        seen.map(([score]) => score),
        seen.map(([, outcome]) => outcome),
      );
      const said = asked.sort((a, b) => a - b).map((score) => calibrated(calibration, score));
      for (const [at, probability] of said.entries()) {
        expect(probability).toBeGreaterThanOrEqual(said[at - 1] ?? 0);
        expect(probability).toBeLessThanOrEqual(1);
      }
      if (seen.length > 0)
        for (const probability of calibration.curve.probabilities) expect(probability * (1 - probability)).toBeGreaterThan(0);
    }),
  );
});

test("scores that lie are corrected to what was seen", () => {
  const scores = Array.from({ length: 2000 }, (_, at) => ((at * 7919) % 2000) / 2000);
  // Said 0.8, seen 0.4: half of everything said.
  const outcomes = scores.map((score, at) => Number(((at * 104_729) % 1000) / 1000 < score / 2));
  const calibration = fitCalibration(scores, outcomes);
  for (const score of [0.2, 0.5, 0.8]) expect(Math.abs(calibrated(calibration, score) - score / 2)).toBeLessThan(0.06);
});

test("two scores have two chances, however few observations there are: what is alike to the curve stays in its order", () => {
  const calibration = fitCalibration([0.1, 0.2, 0.3, 0.6, 0.7, 0.8], [0, 0, 0, 1, 0, 1]);
  const said = [0.05, 0.2, 0.5, 0.7, 0.9, 0.99].map((score) => calibrated(calibration, score));
  for (const [at, probability] of said.slice(1).entries()) expect(probability).toBeGreaterThan(said[at] ?? 1);
});

test("scores against which everything happens are not believed: all have the common chance", () => {
  const scores = Array.from({ length: 400 }, (_, at) => at / 400);
  const calibration = fitCalibration(
    scores,
    scores.map((score) => Number(score < 0.25)),
  );
  for (const score of [0.5, 0.7, 0.9]) expect(calibrated(calibration, score)).toBeCloseTo(0.25, 2);
});

test("without observations a score stays as it is", () => {
  expect(calibrated(fitCalibration([], []), 0.3)).toBe(0.3);
});
