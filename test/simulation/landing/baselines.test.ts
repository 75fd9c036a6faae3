import { describe, expect, it } from "vitest";
import { BATCH_4, FIFO } from "../../../src/simulation/landing/policies/batches.ts";
import { BEST_FIRST } from "../../../src/simulation/landing/policies/best-first.ts";
import { CAS_RETRY } from "../../../src/simulation/landing/policies/cas-retry.ts";
import { NONE } from "../../../src/simulation/landing/policies/none.ts";
import { BATCHING_BOUND, ORACLE } from "../../../src/simulation/landing/policies/oracles.ts";
import { POLICIES } from "../../../src/simulation/landing/policies/policies.ts";
import { ZUUL_WINDOW } from "../../../src/simulation/landing/policies/zuul-window.ts";
import { simulate } from "../../../src/simulation/landing/simulation.ts";
import { plainWorld, story } from "./support/small-worlds.ts";

const second = { isBad: (index: number) => index === 1 };
const everyPair = { overlaps: () => true };

describe("the policies to compare with", () => {
  it("none lands at once, and main is broken until the culprit is taken back", () => {
    const outcome = simulate(plainWorld([0, 1], { breaks: () => true }), NONE);
    expect(outcome).toMatchObject({ escapes: 1, redMs: 20 * 60_000, unfinished: 0 });
    expect(outcome.changes.map(({ endedMs }) => endedMs)).toEqual([0, 60_000]);
  });

  it("cas-retry tests again whenever another landed meanwhile", () => {
    expect(story(CAS_RETRY, plainWorld([0, 1, 2]))).toEqual({ ends: ["c0 landed 10", "c1 landed 21", "c2 landed 32"], runs: 6 });
  });

  it("fifo tests one change after the other, however many workers there are", () => {
    expect(story(FIFO, plainWorld([0, 0, 0], second))).toEqual({ ends: ["c0 landed 10", "c1 returned 20", "c2 landed 30"], runs: 3 });
  });

  it("batch-4 halves a failed batch and lands the halves one after the other", () => {
    const four = plainWorld([0, 0, 0, 0, 0], { isBad: (index) => index === 2 });
    const ends = ["c0 landed 10", "c1 landed 40", "c2 returned 50", "c3 landed 60", "c4 landed 60"];
    expect(story(BATCH_4, four).ends).toEqual(ends);
  });

  it("zuul-window tests everyone on top of those ahead, and again when one of those failed", () => {
    expect(story(ZUUL_WINDOW, plainWorld([0, 0, 0], second))).toEqual({
      ends: ["c0 landed 10", "c1 returned 10", "c2 landed 20"],
      runs: 4,
    });
  });

  it("best-first makes no change wait for one it does not overlap, and lands overlapping ones in order", () => {
    expect(story(BEST_FIRST, plainWorld([0, 1])).ends).toEqual(["c0 landed 10", "c1 landed 11"]);
    expect(story(BEST_FIRST, plainWorld([0, 1, 2], { ...everyPair, ...second }, { workers: 8 })).ends).toEqual([
      "c0 landed 10",
      "c1 returned 11",
      "c2 landed 12",
    ]);
  });

  it("the oracle runs each change once and waits for nobody but overlapping ones", () => {
    expect(story(ORACLE, plainWorld([0, 1, 2], second))).toEqual({ ends: ["c0 landed 10", "c1 returned 11", "c2 landed 12"], runs: 3 });
  });

  it("the batching bound takes everything that waits in one run", () => {
    const world = plainWorld([0, 1, 2, 3], second, { workers: 1 });
    expect(story(BATCHING_BOUND, world)).toEqual({ ends: ["c0 landed 10", "c1 returned 20", "c2 landed 20", "c3 landed 20"], runs: 2 });
  });

  it("all end every change, and those that promise it never break main", () => {
    for (const policy of POLICIES) {
      const outcome = simulate(plainWorld([0, 1, 1, 2, 9, 30], { ...everyPair, ...second }), policy);
      expect(outcome.unfinished, policy.name).toBe(0);
      if (policy.isExact) expect(outcome.escapes, policy.name).toBe(0);
    }
  });
});
