import { describe, expect, it } from "vitest";
import { makePlan } from "../../src/plan/make-plan.ts";
import { task } from "./tasks.ts";

const options = { agents: 4, primary: null };

describe("a plan", () => {
  it("runs disjoint tasks side by side, never more than there are agents", () => {
    const tasks = ["A", "B", "C", "D", "E"].map((id) => task(id));
    expect(makePlan(tasks, options).waves).toEqual([["A", "B", "C", "D"], ["E"]]);
    expect(makePlan(tasks, { ...options, agents: 1 }).schedule.map(({ task, agent, startHours }) => [task, agent, startHours])).toEqual([
      ["A", 1, 0],
      ["B", 1, 4],
      ["C", 1, 8],
      ["D", 1, 12],
      ["E", 1, 16],
    ]);
  });

  it("puts tasks of one file one after the other and says why", () => {
    const plan = makePlan(
      [task("QA-033", { write: ["src/layout.ts"] }), task("QA-034", { write: ["src/"].map(() => "src/layout.ts") })],
      options,
    );
    expect(plan.waves).toEqual([["QA-033"], ["QA-034"]]);
    expect(plan.conflicts).toEqual([
      {
        a: "QA-033",
        b: "QA-034",
        kind: "same-file",
        probability: 0.903,
        textual: 0.379,
        reason: "QA-034 after QA-033 because both write src/layout.ts (0.95 × 0.95)",
        evidence: ["src/layout.ts: QA-033 0.95 (named in docs/prompts/QA-033.md:1), QA-034 0.95 (named in docs/prompts/QA-034.md:1)"],
      },
    ]);
    expect(plan.schedule.map(({ task, startHours, endHours }) => [task, startHours, endHours])).toEqual([
      ["QA-033", 0, 4],
      ["QA-034", 4, 8],
    ]);
    expect(plan.criticalPath).toEqual(["QA-033", "QA-034"]);
  });

  it("takes directories and globs for what they cover", () => {
    const plan = makePlan(
      [
        task("A", { write: ["src"] }),
        task("B", { write: ["src/deep/b.ts"] }),
        task("C", { write: ["src/**/*.ts"] }),
        task("D", { write: ["srcs"] }),
      ],
      options,
    );
    expect(plan.conflicts.map(({ a, b }) => a + b)).toEqual(["AB", "AC", "BC"]);
  });

  it("runs a task alone when nothing says what it writes (promise 6)", () => {
    const plan = makePlan([task("A"), task("B", { write: [] }), task("C")], options);
    expect(plan.waves).toEqual([["A", "C"], ["B"]]);
    expect(plan.conflicts.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["unknown-footprint", "B after A because nothing says which files B writes"],
      ["unknown-footprint", "B after C because nothing says which files B writes"],
    ]);
  });

  it("keeps apart what its owner says conflicts", () => {
    const plan = makePlan([task("A", { conflictsWith: ["B"] }), task("B")], options);
    expect(plan.conflicts).toMatchObject([{ a: "A", b: "B", kind: "declared", probability: 1 }]);
    expect(plan.waves).toEqual([["A"], ["B"]]);
  });

  it("takes the primary first, then what costs most by waiting: by priority, and a much shorter task before a longer one", () => {
    const tasks = [
      task("LOW", { priority: "P3" }),
      task("LONG", { priority: "P2", effort: { minHours: 40, maxHours: 40 } }),
      task("URGENT", { priority: "P0" }),
      task("HEAD", { priority: "P1" }),
      task("TAIL", { priority: "P1", dependsOn: ["HEAD"] }),
      task("ALONE", { priority: "P1" }),
      task("BASE"),
      task("PRIMARY", { dependsOn: ["BASE"] }),
      task("NONE"),
    ];
    const plan = makePlan(tasks, { agents: 1, primary: "PRIMARY" });
    expect(plan.schedule.map((slot) => slot.task)).toEqual(["BASE", "PRIMARY", "URGENT", "HEAD", "ALONE", "TAIL", "LOW", "NONE", "LONG"]);
  });

  it("waits for dependencies", () => {
    const plan = makePlan([task("C", { dependsOn: ["B"] }), task("B", { dependsOn: ["A"] }), task("A"), task("D")], options);
    expect(plan.waves).toEqual([["A", "D"], ["B"], ["C"]]);
    expect(plan.criticalPath).toEqual(["A", "B", "C"]);
  });

  it("leaves out what cannot be done, and everything that waits for it, with the reason", () => {
    const tasks = [
      task("DONE", { status: "done" }),
      task("DROPPED", { status: "dropped" }),
      task("BLOCKED", { status: "blocked" }),
      task("EMPTY", { title: "EMPTY", promptFile: null }),
      task("X", { dependsOn: ["Y"] }),
      task("Y", { dependsOn: ["X"] }),
      task("AFTER-X", { dependsOn: ["X"] }),
      task("AFTER-NOTHING", { dependsOn: ["GONE"] }),
      task("AFTER-BLOCKED", { dependsOn: ["BLOCKED"] }),
      task("AFTER-DONE", { dependsOn: ["DONE"] }),
      task("RUNNING", { status: "in-progress" }),
    ];
    const plan = makePlan(tasks, options);
    expect(plan.waves).toEqual([["AFTER-DONE", "RUNNING"]]);
    expect(Object.fromEntries(plan.excluded.map(({ task, reason }) => [task, reason]))).toEqual({
      DONE: "done already",
      DROPPED: "dropped by its owner",
      BLOCKED: "blocked by its owner",
      EMPTY: "nothing says what to do",
      X: "in a circle of dependencies: X → Y → X",
      Y: "in a circle of dependencies: X → Y → X",
      "AFTER-X": "depends on X: in a circle of dependencies: X → Y → X",
      "AFTER-NOTHING": "depends on GONE: which no source describes",
      "AFTER-BLOCKED": "depends on BLOCKED: blocked by its owner",
    });
  });

  it("is not held up by a circle through a finished task", () => {
    const plan = makePlan([task("A", { dependsOn: ["B"] }), task("B", { dependsOn: ["A"], status: "done" })], options);
    expect(plan.waves).toEqual([["A"]]);
  });

  it("plans only the tasks asked for", () => {
    const tasks = [task("A"), task("B", { dependsOn: ["A"] }), task("C")];
    const plan = makePlan(tasks, { ...options, only: ["B", "C", "Z"] });
    expect(plan.waves).toEqual([["C"]]);
    expect(plan.excluded).toEqual([
      { task: "B", reason: "depends on A: which is not part of this plan" },
      { task: "Z", reason: "no source describes it" },
    ]);
  });

  it("gives a finish for the median and for bad luck, week by week", () => {
    const tasks = [
      task("A", { effort: { minHours: 32, maxHours: 50 } }),
      task("B", { write: ["src/A.ts"], effort: { minHours: 4, maxHours: 4 } }),
      task("C", { effort: null }),
    ];
    const { timeline } = makePlan(tasks, options);
    expect(timeline).toMatchObject({ unit: "agent-hours", hoursPerWeek: 40 });
    expect(timeline.perTask.map(({ task, p50 }) => [task, Math.round(p50)])).toEqual([
      ["B", 4],
      ["C", 4],
      // More than 40 + 4: bad luck lengthens a chain more than good luck shortens it.
      ["A", 46],
    ]);
    for (const { p50, p80, p95 } of timeline.perTask) expect(p50 < p80 && p80 < p95).toBe(true);
    expect(timeline.weeks).toMatchObject([
      { week: 1, tasks: ["B", "C"], percent: 67 },
      { week: 2, tasks: ["A"], percent: 100 },
    ]);
  });

  it("counts what is left of a task that is under way, and says so", () => {
    const running = [{ task: "A", agentClass: "agent", elapsedHours: 3 }];
    const [fresh, later] = [makePlan([task("A")], options), makePlan([task("A")], { ...options, running })];
    expect(later.timeline.finish.p50).toBeLessThan(0.7 * fresh.timeline.finish.p50);
    expect(later.notes).toContain("under way: A for 3 h; the forecast counts what is left, the schedule the whole");
    expect(makePlan([task("B")], { ...options, running })).toEqual(makePlan([task("B")], options));
  });

  it("of nothing is empty", () => {
    expect(makePlan([], options)).toMatchObject({
      waves: [],
      schedule: [],
      conflicts: [],
      criticalPath: [],
      excluded: [],
      timeline: { weeks: [], perTask: [] },
    });
  });
});
