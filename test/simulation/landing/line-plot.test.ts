import { describe, expect, it } from "vitest";
import { type LinePlot, linePlot } from "../../../src/simulation/landing/line-plot.ts";
import { axisTicks, scaleOf } from "../../../src/simulation/landing/plot-scale.ts";

describe("a scale", () => {
  it("places values between its ends, evenly or by their logarithm", () => {
    const linear = scaleOf([5, 10], "linear", [100, 200]);
    expect([0, 5, 10].map(linear.place)).toEqual([100, 150, 200]);
    const log = scaleOf([1, 100], "log", [0, 100]);
    expect([1, 10, 100, 0].map((value) => Math.round(log.place(value)))).toEqual([0, 50, 100, 0]);
  });

  it("has round ticks within its range, some whatever the values", () => {
    expect(axisTicks(scaleOf([0.26, 1], "linear", [0, 1]))).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(axisTicks(scaleOf([7, 300], "log", [0, 1]))).toEqual([10, 20, 50, 100, 200]);
    for (const values of [[], [0], [3], [0.004]]) expect(axisTicks(scaleOf(values, "linear", [0, 1])).length).toBeGreaterThan(0);
  });
});

describe("a plot", () => {
  const plot: LinePlot = {
    ...{ title: "Wait < load & more", subtitle: "", x: { label: "changes/h", scale: "linear" }, y: { label: "minutes", scale: "log" } },
    series: [
      { name: "ours", isMarked: true, isDashed: false, points: [1, 2].map((x) => ({ x, y: 10 * x, within: 2 })) },
      { name: "none", isMarked: false, isDashed: true, points: [{ x: 1, y: 0, within: 0 }] },
    ],
  };

  it("shows axes with their units, a legend, confidence bars, and escapes what it is told", () => {
    const svg = linePlot(plot);
    for (const part of ["changes/h", "minutes", ">ours<", 'class="range s0"', "marked", "dashed", "Wait &#60; load &#38; more"]) {
      expect(svg).toContain(part);
    }
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
