import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { terminalOf } from "../../src/cli/terminal.ts";
import { openSite } from "../../src/coordinator/site.ts";
import { ownersClone, signalbox, signalboxJson } from "./support/signalbox.ts";

describe("plan", () => {
  it("prints waves, lanes, reasons, forecast, bounds and basis, as plain lines that fit a pipe", async () => {
    const { clone } = await ownersClone();
    const { code, out, err } = await signalbox(clone, "plan", "--agents", "2");
    expect([code, err]).toEqual([0, ""]);
    for (const part of [
      "2 tasks, 2 agents",
      "wave 2: QA-002",
      "agent 1  [QA-001",
      "QA-002 after QA-001 because ",
      "lower bounds: ",
      "week 1  100 %",
      "forecast basis: no finished session yet",
      "critical path: QA-001 -> QA-002",
    ])
      expect(out).toContain(part);
    expect(out).not.toContain("\u001b");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("is the same for the same seed, which it names, and draws anew for another one", async () => {
    const { clone } = await ownersClone();
    const planned = async (...more: string[]) => (await signalboxJson(clone, "plan", ...more)).json;
    const first = await planned("--seed", "7");
    expect(first).toMatchObject({ search: { seed: 7 }, timeline: { seed: 7, runs: 2000 } });
    expect(await planned("--seed", "7")).toEqual(first);
    const other = await planned("--seed", "8");
    expect(other.timeline.perTask).not.toEqual(first.timeline.perTask);
    expect(other.schedule).toEqual(first.schedule);
  });

  it("tells the chance that all is done by a day, the likelier the later, and nothing where nobody asked", async () => {
    const { clone } = await ownersClone();
    const chance = async (date: string) => (await signalboxJson(clone, "plan", "--by", date)).json.timeline.doneBy;
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    expect((await signalboxJson(clone, "plan")).json.timeline.doneBy).toBe(null);
    expect(await chance("2020-01-31")).toEqual({ hours: 0, date: "2020-01-31", probability: 0 });
    const chances = [await chance(day(1)), await chance(day(4)), await chance(day(60))].map(({ probability }) => probability);
    expect(chances).toEqual([...chances].sort((a, b) => a - b));
    expect(chances[0]).toBeLessThan(chances[2]);
    expect(chances[2]).toBeGreaterThan(0.95);
    expect((await signalbox(clone, "plan", "--by", day(4))).out).toMatch(/^\d+ % chance that everything is done by 20\d\d-/m);
  });

  it("writes the page where it is told to and says where that is, under --json without a word", async () => {
    const { clone } = await ownersClone();
    const said = await signalbox(join(clone, "src"), "plan", "--html", "../plan.html");
    expect(said.out.split("\n").at(-1)).toBe(`page: ${join(clone, "plan.html")}`);
    const page = await readFile(join(clone, "plan.html"), "utf8");
    expect(page).toContain("<title>Plan of clone</title>");
    expect(page).toContain("Write b");
    await signalboxJson(clone, "plan", "--html", "other.html");
    expect((await stat(join(clone, "other.html"))).size).toBe(Buffer.byteLength(page));
  });

  it("refuses what it cannot use in one line: what was expected, what it got, what to do", async () => {
    const { clone } = await ownersClone();
    const nowhere = join(clone, "nowhere");
    const refusals: readonly (readonly [option: string, value: string, said: string])[] = [
      ["--by", "31.12.2026", "expected a date as year-month-day, got `31.12.2026`; next: write it like 2026-12-31"],
      ["--by", "2026-02-30", "expected a date as year-month-day, got `2026-02-30`; next: write it like 2026-12-31"],
      ["--seed", "-1", "expected --seed to be a whole number from 0 to 2147483647, got `-1`; next: signalbox plan --help"],
      ["--seed", "pi", "expected --seed to be a whole number from 0 to 2147483647, got `pi`; next: signalbox plan --help"],
      ["--agents", "0", "expected --agents to be a whole number from 1 to 64, got `0`; next: signalbox plan --help"],
      ["--agent", "nobody", "expected an agent of signalbox.yaml (writer), got `nobody`; next: add it under `agents:` in signalbox.yaml"],
      [
        "--html",
        "src",
        "expected --html to be a file that can be written, got a directory: `src`; next: name a file in a directory that exists, like plan.html",
      ],
      [
        "--html",
        "nowhere/x.html",
        `expected --html to be a file that can be written, got no directory \`${nowhere}\`: \`nowhere/x.html\`; next: name a file in a directory that exists, like plan.html`,
      ],
    ];
    for (const [option, value, said] of refusals)
      expect(await signalbox(clone, "plan", option, value)).toEqual({ code: 2, out: "", err: `signalbox plan: ${said}` });
    expect((await signalboxJson(clone, "plan", "--html", "src")).json.error).toMatchObject({ code: "bad-input" });
  });

  it("names its options in its help", async () => {
    const { clone } = await ownersClone();
    const { out } = await signalbox(clone, "plan", "--help");
    for (const option of ["--primary", "--agents", "--only", "--agent ", "--by <date>", "--html <file>", "--seed <number>", "--json"])
      expect(out).toContain(option);
  });
});

describe("the terminal", () => {
  it("has the width it has, and colours only where its owner wants them", () => {
    expect(terminalOf({ isTTY: true, columns: 72, hasColors: () => true })).toEqual({ width: 72, color: true });
    expect(terminalOf({ isTTY: true, columns: 72, hasColors: () => false })).toEqual({ width: 72, color: false });
    expect(terminalOf({ columns: 72, hasColors: () => true })).toEqual({ width: 100, color: false });
  });
});

describe("the index of predictions", () => {
  it.each([["plan"], ["claim", "QA-001"], ["run", "--only", "QA-001"]])(
    "`%s` tells of it beside its output, not under --json",
    async (...command) => {
      for (const json of [false, true]) {
        const { clone } = await ownersClone();
        await signalbox(clone, "plan");
        await writeFile((await openSite(clone)).state.footprintFile, "damaged");
        if (json) await signalboxJson(clone, ...command);
        else expect((await signalbox(clone, ...command)).err).toContain("the kept index for predictions is built anew: it was damaged");
      }
    },
  );
});
