import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ScriptStep } from "../../src/agents/script.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, onMain, readStore } from "../support/history.ts";
import { makeWorkplace, runAll, type Workplace } from "../support/run.ts";

/**
 * A gate of two tests, `a` and `b`, that writes JUnit and a line in $SCENE/log for every run. What `b` does is in
 * $SCENE/rule: a JavaScript expression over `work` (what the task wrote, "" on main), `alone` (only some tests run) and
 * `times` (how often this rule said "fail" before).
 */
const GATE = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
const scene = process.env.SCENE;
const read = (path) => (existsSync(path) ? readFileSync(path, "utf8").trim() : "");
const asked = process.argv.slice(2);
const work = read("src/one.txt");
appendFileSync(scene + "/log", (work || "main") + ": " + (asked.join(" ") || "all") + "\\n");
const times = Number(read(scene + "/times") || 0);
const fails = new Function("work", "alone", "times", "return " + (read(scene + "/rule") || "false"))(work, asked.length > 0, times);
if (fails) writeFileSync(scene + "/times", String(times + 1));
const run = ["a", "b"].filter((name) => asked.length === 0 || asked.includes(name));
const failed = run.filter((name) => name === "b" && fails);
writeFileSync("report.xml", "<testsuites>" + run.map((name) => "<testcase classname='suite' name='" + name + "'>" + (failed.includes(name) ? "<failure/>" : "") + "</testcase>").join("") + "</testsuites>");
process.exit(failed.length > 0 ? 1 : 0);
`;

const WRITES_ONE: readonly ScriptStep[] = [{ write: "src/one.txt", content: "one\n" }];

async function workplaceWith(rule: string): Promise<Workplace & { log(): Promise<string[]> }> {
  const place = await makeWorkplace({
    files: { "gate.mjs": GATE },
    tasks: { "QA-001": { writes: ["src/one.txt"], steps: WRITES_ONE } },
    config: {
      confinement: "off",
      limits: { returns: 0 },
      gates: [
        {
          ...{ name: "check", run: ["node", "gate.mjs"], retry: ["node", "gate.mjs", "{tests}"], environment: ["SCENE"] },
          report: { format: "junit", path: "report.xml" },
        },
      ],
    },
  });
  const scene = join(place.root, "scene");
  await mkdir(scene);
  await writeFile(join(scene, "rule"), rule);
  process.env["SCENE"] = scene;
  onTestFinished(() => {
    delete process.env["SCENE"];
  });
  return { ...place, log: async () => (await readFile(join(scene, "log"), "utf8")).trim().split("\n") };
}

describe("a gate that fails is run a second time on the same tree, its failed tests alone", () => {
  it("what passes then was a flake: the change lands, the test is remembered, and the report says so", async () => {
    const place = await workplaceWith("work === 'one' && times === 0");
    const { exitCode, report } = await runAll(place);
    expect(exitCode).toBe(0);
    expect(await onMain(place, "src/one.txt")).toBe("one\n");
    expect(await place.log()).toContain("one: b");
    const history = await readStore(place);
    expect(bodies(history, "flake-seen")).toMatchObject([{ gate: "check", tests: [{ id: "suite > b", runs: 2, flakes: 1 }] }]);
    expect(bodies(history, "change-returned")).toEqual([]);
    expect(report.incidents).toContainEqual(
      expect.objectContaining({ kind: "flake", what: expect.stringContaining("suite > b (1 of 2 runs)") }),
    );
    expect(await findDamage(place)).toEqual([]);
  });

  it("what fails again and passes on the base is the change's: it comes back with the names of the tests", async () => {
    const place = await workplaceWith("work === 'one'");
    expect((await runAll(place)).exitCode).toBe(1);
    // The second run and the control run on the base go side by side.
    expect((await place.log()).slice(0, 4).toSorted()).toEqual(["main: all", "main: b", "one: all", "one: b"]);
    const [returned] = bodies(await readStore(place), "change-returned");
    expect(returned?.reason.code).toBe("gate-failed");
    expect(returned?.reason.evidence).toMatch(/^failed tests:\n- suite > b$/m);
  });

  it("what fails on the base too is main's: main is looked at again, whatever is known of it, and no change is blamed", async () => {
    const place = await workplaceWith("work === 'one' || times > 0");
    expect((await runAll(place)).exitCode).toBe(1);
    expect((await place.log()).slice(-2)).toEqual(["main: all", "main: b"]);
    const history = await readStore(place);
    expect(bodies(history, "run-ended").at(-1)?.outcome).toBe("red-main");
    expect(bodies(history, "change-returned")).toEqual([]);
  });

  it("but not for ever: where main fails only at the control run, the change comes back with that evidence", async () => {
    const place = await workplaceWith("work === 'one' || alone");
    expect((await runAll(place)).exitCode).toBe(1);
    expect((await place.log()).filter((line) => line === "one: all")).toHaveLength(3);
    const [returned] = bodies(await readStore(place), "change-returned");
    expect(returned?.reason.message).toContain("main fails the same, though it passes whenever it is looked at");
  });
});
