import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findSandbox } from "../../../../src/agents/find-sandbox.ts";
import type { Report } from "../../../../src/records/report.ts";
import { git } from "../../../support/repository.ts";
import { acceptNine, NINE } from "./nine-tasks.ts";
import { playDemo } from "./play-demo.ts";

export interface PlayedDemo {
  /** After `npm run demo --`. */
  readonly args: readonly string[];
  /** What it says of the browser that judges the pages, at the start and at the end. */
  readonly judge: string | RegExp;
  readonly timeoutMs: number;
}

/** One play of the demo; everything below looks at what it left. */
export function demoPromises({ args, judge, timeoutMs }: PlayedDemo): void {
  let output = "";
  let clone = "";
  let report: Report;

  beforeAll(async () => {
    ({ output, clone, report } = await playDemo(args, timeoutMs));
  }, timeoutMs);

  afterAll(() => (clone === "" ? undefined : rm(dirname(clone), { recursive: true, force: true, maxRetries: 5 })));

  const incident = (kind: string, task?: string) =>
    report.incidents.filter((one) => one.kind === kind && (task === undefined || one.task === task));

  it(
    "gets all nine tasks done, each proven by its own acceptance on main",
    async () => {
      const done = report.tasks.filter((row) => row.outcome === "verified" || row.outcome === "done-by").map((row) => row.task);
      expect(done.sort()).toEqual([...NINE, "REPAIR"].sort());
      await acceptNine(clone);
    },
    timeoutMs,
  );

  it("says at the start and at the end which browser judged the pages, or that none did and why", () => {
    const said = output.split("\n").filter((line) => line.startsWith("browser: "));
    expect(said).toHaveLength(2);
    for (const line of said) expect(line).toMatch(judge);
  });

  it("repairs the red main by one visible task before anything else starts", () => {
    expect(incident("red-main")).toHaveLength(1);
    const repaired = output.indexOf("REPAIR     landed");
    expect(repaired).toBeGreaterThan(0);
    for (const task of NINE)
      expect(output.indexOf(`${task.padEnd(10)} claimed`) === -1 || output.indexOf(`${task.padEnd(10)} claimed`) > repaired).toBe(true);
  });

  it("ends the second twin by the work of the first", () => {
    const twins = report.tasks.filter((row) => row.task === "QA-015" || row.task === "QA-016").map((row) => row.outcome);
    expect(twins.sort()).toEqual(["done-by", "verified"]);
  });

  it("never works on QA-033 and QA-034 at once: they change the same function", () => {
    const [first, second] = report.tasks
      .filter((row) => row.task === "QA-033" || row.task === "QA-034")
      .sort((a, b) => (a.startedMs ?? 0) - (b.startedMs ?? 0));
    expect(second?.startedMs ?? 0).toBeGreaterThanOrEqual(first?.landedMs ?? Number.POSITIVE_INFINITY);
  });

  it("does not believe an agent that reports success without work", () => {
    expect(incident("false-success", "QA-028")).not.toEqual([]);
  });

  it("drops an agent's edits of the roadmap and of another's session line", async () => {
    expect(incident("dropped-edit", "INFRA-001").length).toBeGreaterThanOrEqual(2);
    const landed = await git(clone, "log", "--first-parent", "--format=%H", "--grep", "Task: INFRA-001");
    expect(landed).not.toBe("");
  });

  it("lets no agent push main, and shows the attempt", async () => {
    expect(incident("escape", "QA-033")).not.toEqual([]);
    // Its own commit is in the history of its landing, but main itself never stood there.
    expect(await git(clone, "log", "--first-parent", "--format=%s", "main")).not.toContain("QA-033 straight to main");
  });

  it("keeps agents in their box where there is one, and says when there is none", async () => {
    const { confined } = await findSandbox("auto");
    const outside = await readdir(join(dirname(clone), "outside"));
    expect(outside).toEqual(confined ? [] : ["signalbox-escaped"]);
    expect(output.includes("unconfined:")).toBe(!confined);
  });

  it("survives kill -9 of the coordinator and adopts the colleague's push", async () => {
    expect(incident("coordinator-restart")).not.toEqual([]);
    expect(incident("foreign-push")).not.toEqual([]);
    expect(await readFile(join(clone, "docs", "COLLEAGUE.md"), "utf8")).toContain("colleague");
  });

  it("leaves true records: every task done in the roadmap, no session active, one records commit", async () => {
    const table = await readFile(join(clone, "docs", "ACTIVE_SESSIONS.md"), "utf8");
    const today = report.tasks.map((row) => row.task);
    for (const task of today) expect(table).not.toMatch(new RegExp(`Session-\\d{8}-${task}-[0-9a-f]{8}.*(In Progress|Active)`));
    expect(report.metrics.bookkeepingCommits).toBeLessThanOrEqual(1);
    const completed = await readdir(join(clone, "docs", "sessions", "completed"));
    for (const task of NINE.filter((id) => report.tasks.find((row) => row.task === id)?.outcome === "verified")) {
      expect(completed.some((file) => file.includes(`-${task}-`))).toBe(true);
    }
  });
}
