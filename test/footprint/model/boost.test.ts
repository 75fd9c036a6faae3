import { expect, test } from "vitest";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { boost, boosted } from "../../../src/footprint/model/boost.ts";

const OPTIONS = { trees: 40, depth: 3, rate: 0.2, ridge: 1, evidenceMin: 1 };
const WIDTH = 3;

/** Two features that only together tell the outcome, and one that says nothing. */
function both(count: number, seed: number) {
  const random = seededRandom(seed);
  const rows = Float64Array.from({ length: count * WIDTH }, () => random.fraction());
  const labels = Float64Array.from({ length: count }, (_, row) =>
    Number((rows[row * WIDTH] ?? 0) > 0.5 && (rows[row * WIDTH + 1] ?? 0) > 0.3),
  );
  return { rows, labels, start: new Float64Array(count) };
}

test("trees learn what no single feature tells, and say so of rows they never saw", () => {
  const { rows, labels, start } = both(2000, 1);
  const trees = boost(rows, labels, start, WIDTH, OPTIONS);
  const other = both(500, 2);
  const right = Array.from(other.labels, (label, row) => boosted(trees, other.rows, row * WIDTH) > 0 === (label === 1));
  expect(right.filter(Boolean).length).toBeGreaterThan(480);
});

test("the same rows give the same trees, and no row gives trees that add nothing", () => {
  const { rows, labels, start } = both(300, 3);
  expect(boost(rows, labels, start, WIDTH, OPTIONS)).toEqual(boost(rows, labels, start, WIDTH, OPTIONS));
  const none = boost(new Float64Array(0), new Float64Array(0), new Float64Array(0), WIDTH, OPTIONS);
  expect(boosted(none, Float64Array.of(1, 2, 3), 0)).toBeCloseTo(0);
});
