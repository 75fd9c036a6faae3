import { describe, expect, it } from "vitest";
import type { TestResult } from "../../../src/core/test-result.ts";
import { flakeRate } from "../../../src/landing/gates/flake-rate.ts";
import type { GateVerdict } from "../../../src/landing/gates/gate.ts";
import { reportNotes } from "../../../src/landing/gates/report-notes.ts";
import { type Judged, judgeSecondRun } from "../../../src/landing/gates/second-run.ts";

const test = (id: string, outcome: TestResult["outcome"]): TestResult => ({ id, file: null, name: id, outcome, ms: 1 });
const all = (text: string): TestResult[] =>
  text.split(" ").flatMap((word) => {
    const outcome = ({ "+": "passed", "-": "failed", "~": "skipped" } as const)[word[0] ?? ""];
    return outcome === undefined ? [] : [test(word.slice(1), outcome)];
  });

const RESULT = { tree: "t", gate: "test", environment: "e", ms: 1, detail: "", outputFile: null, cached: false };
const said = (kind: "passed" | "failed", tests = ""): GateVerdict => ({
  ...{ ...RESULT, kind, passed: kind === "passed", reported: tests !== "", tests: all(tests), notes: [] },
});
const lost = (cause: "timed-out" | "killed"): GateVerdict => {
  return { kind: "infrastructure", gate: "test", tree: "t", cause, detail: "", ms: 1, outputFile: null };
};

describe("a gate that failed is run once more on the same tree", () => {
  it.each<[string, string, GateVerdict, boolean, { outcome: Judged["outcome"]; flaky: string; failed: string }]>([
    ["its failed test passes: a flake", "-b", said("passed", "+b"), true, { outcome: "passed", flaky: "b", failed: "" }],
    ["it fails again", "-b", said("failed", "-b"), true, { outcome: "failed", flaky: "", failed: "b" }],
    ["one passes, the other fails again", "-a -b", said("failed", "+a -b"), true, { outcome: "failed", flaky: "a", failed: "b" }],
    ["ends well without running it", "-a", said("passed", "+b"), true, { outcome: "as-before", flaky: "", failed: "a" }],
    ["ends well with all skipped", "-a", said("passed", "~a"), true, { outcome: "as-before", flaky: "", failed: "a" }],
    ["ends well without a report", "-a", said("passed"), true, { outcome: "as-before", flaky: "", failed: "a" }],
    ["the whole of it passes", "-a", said("passed", "+a +b"), false, { outcome: "passed", flaky: "a", failed: "" }],
    ["another test fails now", "-a", said("failed", "+a -b"), false, { outcome: "failed", flaky: "a", failed: "b" }],
    ["without a report it passes", "", said("passed"), false, { outcome: "passed", flaky: "", failed: "" }],
    ["without a report it fails", "", said("failed"), false, { outcome: "failed", flaky: "", failed: "" }],
    ["its worker is lost: nobody is blamed", "-a", lost("killed"), true, { outcome: "lost", flaky: "", failed: "a" }],
    ["it finds no end: it had failed before", "-a", lost("timed-out"), true, { outcome: "as-before", flaky: "", failed: "a" }],
  ])("%s", (_, first, second, onlyTests, expected) => {
    const { outcome, flaky, failed } = judgeSecondRun(all(first), second, onlyTests);
    expect({ outcome, flaky: flaky.join(" "), failed: failed.map(({ id }) => id).join(" ") }).toEqual(expected);
  });
});

describe("what does not fit together is said", () => {
  const report = (tests: string, problem: string | null = null) => ({ tests: all(tests), problem });
  it.each<[string, boolean, ReturnType<typeof report>, number, RegExp[]]>([
    ["a pass with failed tests", true, report("+a -b -c"), 3, [/ended as passed, yet its report has 2 failed tests: b; c/]],
    ["a failure without one", false, report("+a +b ~c"), 3, [/ended as failed, yet none of the 2 tests/]],
    ["no test where there were many", true, report("~a"), 120, [/ran no test, where earlier runs told of 120/]],
    [
      "a report that cannot be read",
      true,
      report("", "expected TAP, got none"),
      120,
      [/counts for nothing \(expected TAP, got none\); its exit code decides/],
    ],
    ["nothing, of a pass", true, report("+a ~b"), 0, []],
    ["nothing, of a failure", false, report("-a +b"), 2, []],
    ["nothing, where there never was a test", true, report(""), 0, []],
  ])("%s", (_, passed, told, known, expected) => {
    const notes = reportNotes(passed, told, known);
    expect(notes).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(notes[index]).toMatch(pattern);
  });
});

it("the flake rate begins low, and follows what is seen of trees that are fine", () => {
  const rate = (runs: number, failures: number, flakes: number) => flakeRate({ id: "t", runs, failures, flakes }).mean;
  expect(rate(0, 0, 0)).toBeCloseTo(0.005);
  expect(rate(1_000, 0, 0)).toBeLessThan(0.001);
  expect(rate(1_000, 100, 100)).toBeCloseTo(101 / 1_200);
  // Failures that stay failures are about trees that are not fine.
  expect(rate(1_000, 500, 0)).toBe(rate(500, 0, 0));
});
