import { describe, expect, it } from "vitest";
import { throughputForecast } from "../../../src/plan/forecast/throughput.ts";
import { session } from "./sessions.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
const options = { hoursPerWeek: 40, runs: 500, seed: 1 };

/** As many finished in each week, the oldest week first, spread over it. */
function weekly(...counts: readonly number[]) {
  return counts.flatMap((count, week) =>
    Array.from({ length: count }, (_, at) => session({ task: `QA-${week}-${at}`, finishedAtMs: (week + (at + 0.5) / count) * WEEK_MS })),
  );
}

/** A last one, that ends the last whole week. */
const ended = (history: ReturnType<typeof weekly>, weeks: number) => [
  session({ task: "FIRST", finishedAtMs: 0 }),
  ...history,
  session({ task: "LAST", finishedAtMs: weeks * WEEK_MS }),
];

describe("a forecast by throughput", () => {
  it("takes as many weeks as the pace says: five a week, twenty tasks, four weeks", () => {
    const forecast = throughputForecast(ended(weekly(5, 5, 5, 5), 4), 20, 160, options);
    expect(forecast?.weeksSeen).toBe(4);
    expect((forecast?.finish.p50 ?? 0) / 40).toBeGreaterThan(3.2);
    expect((forecast?.finish.p50 ?? 0) / 40).toBeLessThan(4.2);
    expect(forecast?.disagrees).toBe(false);
  });

  it("is wider where the weeks differ", () => {
    const spread = (...counts: number[]) => {
      const { p50 = 1, p95 = 1 } = throughputForecast(ended(weekly(...counts), counts.length), 20, 160, options)?.finish ?? {};
      return p95 / p50;
    };
    expect(spread(1, 9, 1, 9, 1, 9)).toBeGreaterThan(spread(5, 5, 5, 5, 5, 5) + 0.1);
  });

  it("flags a difference of more than a quarter, in either direction", () => {
    const history = ended(weekly(5, 5, 5, 5), 4);
    const p50 = throughputForecast(history, 20, 160, options)?.finish.p50 ?? 0;
    const disagrees = (medianHours: number) => throughputForecast(history, 20, medianHours, options)?.disagrees;
    expect([0.7, 0.9, 1, 1.2, 1.5].map((factor) => disagrees(p50 / factor))).toEqual([true, false, false, false, true]);
  });

  it("says nothing before two weeks were seen, of nothing to do, and of what only failed", () => {
    expect(throughputForecast([], 5, 10, options)).toBe(null);
    expect(throughputForecast(ended(weekly(5), 1), 5, 10, options)).toBe(null);
    expect(throughputForecast(ended(weekly(5, 5), 2), 0, 10, options)).toBe(null);
    const failed = ended(weekly(5, 5, 5), 3).map((one) => ({ ...one, outcome: "failed" as const }));
    expect(throughputForecast(failed, 5, 10, options)).toBe(null);
  });

  it("looks at the last twelve weeks only, and ends even where the pace is hopeless", () => {
    const forecast = throughputForecast(
      ended(weekly(...Array.from({ length: 30 }, (_, week) => (week < 18 ? 40 : 2))), 30),
      24,
      160,
      options,
    );
    expect(forecast?.weeksSeen).toBe(12);
    expect((forecast?.finish.p50 ?? 0) / 40).toBeGreaterThan(8);
    expect(throughputForecast(ended(weekly(0, 0, 0, 1), 4), 1_000_000, 160, options)?.finish.p95).toBe(520 * 40);
  });
});
