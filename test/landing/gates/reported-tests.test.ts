import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Gate } from "../../../src/landing/gates/gate.ts";
import { runGate } from "../../../src/landing/gates/run-gate.ts";
import { temporaryDirectory } from "../../support/repository.ts";
import { gate, gateSite, TREE } from "./support/gate-site.ts";

const xml = (...cases: readonly string[]) => `<testsuites>${cases.join("")}</testsuites>`;
const GOOD = '<testcase name="good" classname="s"/>';
const BAD = '<testcase name="bad" classname="s"><failure/></testcase>';
const JUNIT: NonNullable<Gate["report"]> = { format: "junit", path: "out/report.xml" };

/** A gate that writes this report and ends with this code. */
const reporting = (report: string, exitCode: number, patch: Partial<Gate> = {}) =>
  gate(`mkdir -p out; echo '${report}' > out/report.xml; exit ${exitCode}`, { report: JUNIT, ...patch });

describe("what a gate's report says", () => {
  it("comes from the file it wrote, and the exit code decides", async () => {
    const { context } = await gateSite();
    const failed = await runGate(context, reporting(xml(GOOD, BAD), 1), TREE);
    expect(failed).toMatchObject({ kind: "failed", reported: true, notes: [] });
    expect("tests" in failed && failed.tests.map(({ id, outcome }) => `${outcome} ${id}`)).toEqual(["passed s > good", "failed s > bad"]);
  });

  it("comes from standard output alone where no path is given, whatever is said on standard error", async () => {
    const { context } = await gateSite();
    const run = "echo 'TAP version 13'; echo 'ok 2 - not a test' >&2; echo 'not ok 1 - one'; echo '1..1'; exit 1";
    const verdict = await runGate(context, gate(run, { report: { format: "tap" } }), TREE);
    expect(verdict).toMatchObject({ kind: "failed", reported: true, tests: [{ id: "one", outcome: "failed" }] });
  });

  it.each<[string, Gate, number, RegExp]>([
    [
      "a pass whose report has a failed test",
      reporting(xml(GOOD, BAD), 0),
      0,
      /ended as passed, yet its report has 1 failed tests: s > bad/,
    ],
    ["a failure whose report has none", reporting(xml(GOOD), 1), 0, /ended as failed, yet none of the 1 tests/],
    ["a pass without a test, where there were 40", reporting(xml(), 0), 40, /ran no test, where earlier runs told of 40/],
    [
      "a pass without a report",
      gate("true", { report: JUNIT }),
      0,
      /counts for nothing \(expected a report .* in out\/report\.xml, got none/,
    ],
    ["a report that is cut short", reporting("<testsuites><testsuite>", 0), 0, /counts for nothing \(expected a whole report/],
  ])("%s is said, and changes nothing", async (_, check, known, note) => {
    const { context } = await gateSite({ knownTests: async () => known });
    const verdict = await runGate(context, check, TREE);
    expect(verdict.kind).toBe(check.run.toString().includes("exit 1") ? "failed" : "passed");
    expect("notes" in verdict && verdict.notes).toEqual([expect.stringMatching(note)]);
  });

  it("is not believed when it lay in the tree already", async () => {
    const { context } = await gateSite();
    const verdict = await runGate(context, gate("test -f only-file", { report: { format: "junit", path: "only-file" } }), TREE);
    expect(verdict).toMatchObject({ kind: "passed", reported: false, tests: [] });
  });
});

describe("only some tests", () => {
  it("run by the retry command, and what they say is kept for no other run", async () => {
    const { context, saved } = await gateSite();
    const log = join(await temporaryDirectory(), "log");
    const line = (words: string) => `echo "ran ${words}" >> ${log}; mkdir -p out; echo '${xml(GOOD)}' > out/report.xml`;
    const check = gate(line("all"), { report: JUNIT, retry: `set -- {tests}; ${line("$1")}` });
    const asked = [{ id: "s > it's $HOME", file: null, name: "it's $HOME", outcome: "failed", ms: 0 }] as const;
    expect(await runGate(context, check, TREE, { tests: asked })).toMatchObject({ kind: "passed", tests: [{ id: "s > good" }] });
    expect(saved).toEqual([]);
    await runGate(context, check, TREE, { tests: [] });
    await runGate(context, check, TREE);
    await runGate(context, check, TREE, { anew: true });
    expect((await readFile(log, "utf8")).split("\n").filter(Boolean)).toEqual(["ran it's $HOME", "ran all", "ran all"]);
  });
});
