import { describe, expect, it } from "vitest";
import { estimate, estimateOf, experiment, ratioTo } from "../../../src/simulation/landing/experiment.ts";
import { measuresOf } from "../../../src/simulation/landing/measures.ts";
import type { ChangeRecord, Outcome, RunRecord } from "../../../src/simulation/landing/outcome.ts";
import { FIFO } from "../../../src/simulation/landing/policies/batches.ts";
import { ORACLE } from "../../../src/simulation/landing/policies/oracles.ts";
import { plainWorld } from "./support/small-worlds.ts";

const MINUTE = 60_000;
const change = (submitted: number, ended: number, end: ChangeRecord["end"] = "landed", isGuilty = false): ChangeRecord => ({
  change: `c${submitted}`,
  submittedMs: submitted * MINUTE,
  endedMs: ended * MINUTE,
  end,
  isGuilty,
});
const run = (started: number, ended: number, isWhole: boolean, end: RunRecord["end"] = "passed"): RunRecord => ({
  startedMs: started * MINUTE,
  endedMs: ended * MINUTE,
  isWhole,
  end,
});

const outcome: Outcome = {
  ...{ policy: "fifo", seed: 1, workers: 1, arrivalsEndMs: 60 * MINUTE, endedMs: 120 * MINUTE, unfinished: 0 },
  ...{ escapes: 1, redMs: 30 * MINUTE, lies: 0 },
  changes: [change(0, 40), change(10, 20), change(30, 90, "returned", true), change(40, 60, "returned")],
  runs: [run(0, 8, true), run(8, 12, true, "cancelled"), run(12, 14, false), run(20, 30, true, "failed")],
};

describe("measures", () => {
  it("count what is said they count", () => {
    expect(measuresOf(outcome, 0.25)).toMatchObject({
      ...{ longest: 60, landedPerHour: 2 / 1.5, runsPerLanding: 2, suitesPerLanding: 1.625, workerMinutesPerLanding: 12 },
      ...{ cancelledShare: 0.25, greenShare: 0.75, escapes: 1, returned: 2, falseRejections: 1, culpritAccuracy: 0.5, overtakes: 0.5 },
    });
    expect(measuresOf(outcome, 0.25).p50).toBe(30);
  });

  it("of nothing are nothing", () => {
    const nothing = measuresOf({ ...outcome, changes: [], runs: [], endedMs: 0, redMs: 0, escapes: 0 }, 0.25);
    expect(Object.values(nothing).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});

describe("an experiment", () => {
  it("gives a mean with its 95 % confidence interval", () => {
    expect(estimate([1, 2, 3, 4])).toEqual({ mean: 2.5, within: 1.96 * Math.sqrt(5 / 3 / 4) });
    expect(estimate([3])).toEqual({ mean: 3, within: 0 });
  });

  it("compares policies within the same worlds", () => {
    const { parameters } = plainWorld([]);
    const shape = { arrivalsMs: [0, 0, 0].map((at) => at * MINUTE) };
    const [fifo, oracle] = experiment(parameters, [FIFO, ORACLE], { first: 1, count: 3 }, shape);
    if (fifo === undefined || oracle === undefined) throw new Error("expected two experiments");
    expect(estimateOf(fifo, "p50")).toEqual({ mean: 20, within: 0 });
    expect(ratioTo(oracle, fifo, "p50")).toEqual({ mean: 2, within: 0 });
  });
});
