import { describe, expect, it } from "vitest";
import { durationModel } from "../../../src/plan/forecast/duration-model.ts";
import { kindOf } from "../../../src/plan/forecast/finished-session.ts";
import { session, sessions } from "./sessions.ts";

const QUANTILES = [0.1, 0.5, 0.8, 0.95];
const fourToNine = { id: "QA-9", effort: { minHours: 4, maxHours: 9 } };

describe("before any session has finished", () => {
  it("a task takes its point estimate at the median, half more at P80 and 3.5 times it at P95", () => {
    const duration = durationModel([]).durationOf(fourToNine);
    expect(duration.pointHours).toBeCloseTo(6);
    expect(QUANTILES.map((p) => duration.quantile(p) / 6)).toEqual([0.35, 1, 1.5, 3.5].map((ratio) => expect.closeTo(ratio, 1)));
  });

  it("a task without an estimate takes half a day, and says that this is assumed", () => {
    const duration = durationModel([]).durationOf({ id: "QA-1", effort: null });
    expect(duration).toMatchObject({ assumed: true, pointHours: 4 });
    expect(duration.quantile(0.5)).toBeCloseTo(4);
  });
});

describe("from the first finished session on", () => {
  it("the median is where agents are who take minutes for human hours, and the tails stay wide", () => {
    for (const count of [1, 2, 5]) {
      const duration = durationModel(sessions(count, { estimateHours: 6, hours: 0.2 })).durationOf(fourToNine, "claude");
      expect(duration.quantile(0.5)).toBeGreaterThan(0.15);
      expect(duration.quantile(0.5)).toBeLessThan(0.35);
      expect(duration.quantile(0.95)).toBeGreaterThan(0.5);
    }
  });

  it("one task three times as long as its estimate does not make the next one three times as long", () => {
    const duration = durationModel([session({ estimateHours: 6, hours: 20 })]).durationOf(fourToNine, "claude");
    expect(duration.quantile(0.5)).toBeLessThan(2 * 6);
  });

  it("an agent's own sessions count before those of others, and its speed before it has any", () => {
    const history = [
      ...sessions(20, { agentClass: "quick", estimateHours: 6, hours: 0.2 }),
      ...sessions(20, { agentClass: "slow", estimateHours: 6, hours: 2 }),
    ];
    const model = durationModel(history, [{ name: "new", capacity: 1, speed: 2, costPerHour: 0 }]);
    const median = (agentClass?: string) => model.durationOf(fourToNine, agentClass).quantile(0.5);
    expect(median("quick")).toBeLessThan(0.4);
    expect(median("slow")).toBeGreaterThan(1);
    expect(median("new")).toBeLessThan(median("unknown"));
  });

  it("a failed session counts as a failure, not as a duration", () => {
    const history = sessions(20, {}).map((each, at) => (at % 2 === 0 ? { ...each, outcome: "failed" as const, hours: 900 } : each));
    const model = durationModel(history);
    expect(model.sessions).toBe(10);
    expect(model.durationOf(fourToNine).quantile(0.95)).toBeLessThan(100);
    expect(model.failureOf("claude")).toBeGreaterThan(durationModel(sessions(20, {})).failureOf("claude") + 0.2);
  });
});

describe("whatever is in the records", () => {
  it("quantiles are ordered, positive and finite, for absurd efforts and sessions alike", () => {
    const absurd = [0, -3, Number.NaN, Infinity, 1e-300, 1e300].flatMap((hours) => [
      session({ hours }),
      session({ estimateHours: hours }),
      session({ tries: hours }),
    ]);
    const model = durationModel(absurd);
    for (const [minHours, maxHours] of [
      [0, 0],
      [-5, 3],
      [0, 1e308],
      [1e300, 1e300],
      [Number.NaN, 1],
    ] as const) {
      const duration = model.durationOf({ id: "QA-1", effort: { minHours, maxHours } });
      const values = [0, ...QUANTILES, 1].map((p) => duration.quantile(p));
      expect(values.every((value) => Number.isFinite(value) && value > 0)).toBe(true);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(Number.isFinite(duration.meanHours)).toBe(true);
    }
    expect(model.failureOf()).toBeLessThan(1);
  });

  it("their order does not matter", () => {
    const history = sessions(40, {}).map((each, at) => ({ ...each, hours: 1 + (at % 7), finishedAtMs: Math.floor(at / 4) }));
    const quantiles = (of: typeof history) => QUANTILES.map((p) => durationModel(of).durationOf(fourToNine, "claude").quantile(p));
    expect(quantiles([...history].reverse())).toEqual(quantiles(history));
  });

  it("what is left of a task grows with what it has taken beyond its estimate", () => {
    const duration = durationModel([]).durationOf(fourToNine);
    expect(duration.meanLeft(0)).toBeCloseTo(duration.meanHours);
    expect(duration.meanLeft(30)).toBeGreaterThan(duration.meanLeft(10));
    expect(duration.meanLeft(1e9)).toBe(5e8);
  });

  it("a kind is the id without its number", () => {
    expect(["QA-033", "API_7", "v2.fix-12", "cleanup", "7"].map(kindOf)).toEqual(["QA", "API", "v2.fix", "cleanup", "7"]);
  });
});
