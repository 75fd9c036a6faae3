import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPORT_FORMATS, type ReportFormat } from "../../../../src/core/gate-config.ts";
import { readReport, type TestReport } from "../../../../src/landing/gates/reports/read-report.ts";
import { readReportFile } from "../../../../src/landing/gates/reports/report-file.ts";
import { run } from "../../../../src/system/run.ts";
import { writeFiles } from "../../../support/repository.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));

const NODE_TEST = `
import assert from "node:assert";
import { describe, it, test } from "node:test";
test("plain", () => {});
test("bad & <hard> \\u001b[31mred", () => assert.equal(1, 2));
test.skip("left out", () => {});
test("to do", { todo: "later" }, () => { throw new Error("x"); });
describe("suite", () => {
  it("inner # one", () => {});
  describe("deep", () => { it("inner bad", () => { throw new Error("]]> <failure>"); }); });
});
describe("hook", () => { it("fine", () => {}); import("node:test").then(({ after }) => after(() => {})); });
`;
const VITEST_TEST = `
describe("suite", () => {
  it("good", () => {});
  it("bad & <hard>", () => expect(1).toBe(2));
  it.skip("left out", () => {});
});
`;

const roots: string[] = [];
afterAll(() => Promise.all(roots.map((root) => rm(root, { recursive: true, force: true }))));

/** What the producer wrote to `path` in its directory or to standard output, and where it ran. */
async function produce(
  files: Readonly<Record<string, string>>,
  argv: readonly string[],
  path?: string,
): Promise<{ text: string; root: string }> {
  const root = await mkdtemp(join(tmpdir(), "signalbox-report-"));
  roots.push(root);
  await writeFiles(root, files);
  const { stdout } = await run(process.execPath, argv, {
    cwd: root,
    env: { PATH: process.env["PATH"] ?? "", HOME: root, CI: "1" },
    timeoutMs: 60_000,
    outputBytesMax: 4_000_000,
  });
  const text = path === undefined ? stdout.toString("utf8") : await readReportFile(root, path, "");
  return { text: text ?? "", root };
}

const byNode = (reporter: string) =>
  produce({ "test/a.test.mjs": NODE_TEST }, ["--test", `--test-reporter=${reporter}`, "test/a.test.mjs"]);
const byVitest = (reporter: string) =>
  produce(
    { "test/a.test.js": VITEST_TEST, "test/broken.test.js": "import './nowhere.js';\n" },
    [
      join(ROOT, "node_modules/vitest/vitest.mjs"),
      ...["run", "--root", ".", "--globals", `--reporter=${reporter}`, "--outputFile=out/report"],
    ],
    "out/report",
  );

const told = ({ tests }: TestReport) => tests.map(({ id, file, outcome }) => `${outcome} ${file} ${id}`).toSorted();

describe("reports that real runners write", () => {
  const real = new Map<ReportFormat, { text: string; root: string }>();
  beforeAll(async () => {
    real.set("tap", await byNode("tap"));
    real.set("junit", await byNode("junit"));
    real.set("vitest-json", await byVitest("json"));
  });
  const read = (format: ReportFormat) => {
    const { text, root } = real.get(format) ?? { text: "", root: "" };
    return readReport(format, text, root);
  };

  it("node's TAP: leaves are tests and suites are not, todo is no failure, names are plain text", () => {
    expect(read("tap").problem).toBeNull();
    expect(told(read("tap"))).toEqual([
      "failed test/a.test.mjs bad & <hard> red",
      "failed test/a.test.mjs suite > deep > inner bad",
      "passed null hook > fine",
      "passed null plain",
      "passed null suite > inner # one",
      "skipped null left out",
      "skipped test/a.test.mjs to do",
    ]);
  });

  it("node's JUnit: the same tests, each with its file", () => {
    expect(read("junit").problem).toBeNull();
    expect(told(read("junit"))).toEqual([
      "failed test/a.test.mjs test/a.test.mjs > suite.deep > inner bad",
      "failed test/a.test.mjs test/a.test.mjs > test > bad & <hard> red",
      "passed test/a.test.mjs test/a.test.mjs > hook > fine",
      "passed test/a.test.mjs test/a.test.mjs > suite > inner # one",
      "passed test/a.test.mjs test/a.test.mjs > test > plain",
      "skipped test/a.test.mjs test/a.test.mjs > test > left out",
      "skipped test/a.test.mjs test/a.test.mjs > test > to do",
    ]);
  });

  it("vitest's JSON: files are told from the checkout, one that cannot be loaded is a failed test", () => {
    expect(read("vitest-json").problem).toBeNull();
    expect(told(read("vitest-json"))).toEqual([
      "failed test/a.test.js test/a.test.js > suite > bad & <hard>",
      "failed test/broken.test.js test/broken.test.js",
      "passed test/a.test.js test/a.test.js > suite > good",
      "skipped test/a.test.js test/a.test.js > suite > left out",
    ]);
  });

  it("vitest's JUnit names the same tests", async () => {
    const { text, root } = await byVitest("junit");
    const failed = readReport("junit", text, root).tests.filter(({ outcome }) => outcome === "failed");
    expect(failed.map(({ id, name }) => [id, name])).toEqual(
      expect.arrayContaining([["test/a.test.js > suite > bad & <hard>", "suite > bad & <hard>"]]),
    );
  });

  it("cut anywhere, with any bytes changed, or read as another format, they are answered with tests or a problem", () => {
    const texts = [...real.values()].map(({ text }) => text);
    const damaged = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(), fc.string({ maxLength: 20 })).map(([text, a, b, junk]) => {
      const [from, to] = [a % text.length, b % text.length].sort((x, y) => x - y) as [number, number];
      return text.slice(0, from) + junk + text.slice(to);
    });
    fc.assert(fc.property(damaged, fc.constantFrom(...REPORT_FORMATS), answers), { numRuns: 1_000 });
  });

  it("one that is cut short has a problem and no tests", () => {
    for (const [format, { text, root }] of real) {
      const cut = readReport(format, text.slice(0, Math.floor(text.length / 2)), root);
      expect(cut.tests, format).toEqual([]);
      expect(cut.problem, format).toMatch(/expected/);
    }
  });
});

function answers(text: string, format: ReportFormat): void {
  const { tests, problem } = readReport(format, text, "/checkout");
  expect(problem === null || tests.length === 0).toBe(true);
  for (const { id, file, name } of tests) {
    expect(id.length).toBeLessThanOrEqual(400);
    expect(file === null || !(file.startsWith("/") || file.split("/").includes(".."))).toBe(true);
    expect(`${id}${name}`).not.toMatch(/\p{Cc}/u);
  }
}

describe("reports by hand", () => {
  const junit = (inner: string) =>
    readReport("junit", `<?xml version="1.0"?>\n<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`, "/c");
  const tap = (...lines: readonly string[]) => readReport("tap", lines.join("\n"), "/c");

  it("JUnit: errors and failures fail, comments, CDATA and what stands in text do not", () => {
    const { tests } = junit(
      `<testcase name='a' time="1.5"><error/></testcase><testcase name="b &gt; &#x41;&#65;"><failure message="x > y">no</failure></testcase>` +
        `<testcase name="c" classname="pkg.C"><!-- <failure/> --><system-out><![CDATA[<failure/></testcase>]]></system-out></testcase>`,
    );
    expect(tests.map(({ id, outcome, ms }) => [id, outcome, ms])).toEqual([
      ["s > a", "failed", 1500],
      ["s > b > AA", "failed", 0],
      ["pkg.C > c", "passed", 0],
    ]);
  });

  it("JUnit: a document type is refused, so no entity is ever expanded", () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><testsuites><testcase name="&b;"/></testsuites>';
    expect(readReport("junit", bomb, "/c")).toEqual({ tests: [], problem: "expected a testsuite, got `!DOCTYPE`" });
    expect(junit('<testcase name="&b;&amp;lt;"/>').tests.map(({ name }) => name)).toEqual(["&b;&lt;"]);
  });

  it.each([
    ["nothing", ""],
    ["a page of HTML", "<html><body>500</body></html>"],
    ["elements across each other", "<testsuites><testsuite></testsuites></testsuite>"],
    ["elements in elements without end", "<testsuite>".repeat(100_000)],
    ["a quote without end", `<testsuites><testcase name="${"<a ".repeat(100_000)}`],
  ])("JUnit: %s is a problem", (_, text) => {
    expect(readReport("junit", text, "/c")).toEqual({ tests: [], problem: expect.stringContaining("expected") });
  });

  it("TAP 14: subtests in braces and announced ones, escapes, SKIP and TODO, output in between", () => {
    const { tests, problem } = tap(
      ...["> npm test", "TAP version 14", "ok 1 - braces {", "    not ok 1 - in braces", "    1..1", "}", "# Subtest: announced"],
      ...[
        "    ok 1 - in it",
        "    1..1",
        "not ok 2 - announced",
        "ok 3 - a \\# b # skip no time",
        "not ok 4 # TODO",
        "ok 5 - last",
        "1..5",
      ],
    );
    expect(problem).toBeNull();
    expect(tests.map(({ id, outcome }) => `${outcome} ${id}`)).toEqual([
      "failed braces > in braces",
      "passed announced > in it",
      "failed announced",
      "skipped a # b",
      "skipped ?",
      "passed last",
    ]);
  });

  it.each([
    ["a run that gave up", ["1..2", "ok 1 - a", "Bail out! no database"], /no database/],
    ["fewer tests than planned", ["1..3", "ok 1 - a", "ok 2 - b"], /expected the 3 tests of the plan, got 2/],
    ["no plan", ["TAP version 13", "ok 1 - a"], /cut short/],
    ["no TAP", ["all fine"], /expected TAP, got none/],
  ])("TAP: %s is a problem", (_, lines, expected) => {
    expect(tap(...lines)).toEqual({ tests: [], problem: expect.stringMatching(expected) });
  });

  it("of tests with one name the worst counts, and a name of any length has an id of its own", () => {
    const long = (end: string) => `<testcase name="${"x".repeat(290)}${end}" classname="${"y".repeat(290)}"/>`;
    const { tests } = junit(`<testcase name="a"><failure/></testcase><testcase name="a"/>${long("1")}${long("2")}`);
    expect(tests.map(({ outcome }) => outcome)).toEqual(["failed", "passed", "passed"]);
    expect(new Set(tests.map(({ id }) => id)).size).toBe(3);
  });

  it("a file outside the checkout is no file", () => {
    const file = (path: string) => junit(`<testcase name="a" file="${path}"/>`).tests[0]?.file;
    expect(["/c/src/a.ts", "src/a.ts", "file:///c/src/a.ts", "/etc/passwd", "../a.ts"].map(file)).toEqual([
      "src/a.ts",
      "src/a.ts",
      "src/a.ts",
      null,
      null,
    ]);
  });

  it("any text at all is answered, in any format", () => {
    const pieces = fc.constantFrom(
      "<testsuites>",
      "<testcase name='",
      "</",
      ">",
      "&#x110000;",
      "ok ",
      "not ok 1 - ",
      "1..",
      "---",
      "    ",
      "# Subtest: ",
      "\n",
      " {",
      "}",
      '{"testResults":[',
      "null",
      "]}",
      "\u2028",
      "\\",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))).map((parts) => parts.join("")),
      fc.json(),
    );
    fc.assert(fc.property(text, fc.constantFrom(...REPORT_FORMATS), answers), { numRuns: 1_000 });
  });
});
