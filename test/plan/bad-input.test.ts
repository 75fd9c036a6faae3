import { describe, expect, it } from "vitest";
import type { AgentClass, Plan } from "../../src/core/plan.ts";
import type { Task } from "../../src/core/task.ts";
import { makePlan, type PlanOptions } from "../../src/plan/make-plan.ts";
import { task } from "./tasks.ts";

const plan = (tasks: readonly Task[], options: Partial<PlanOptions> = {}) =>
  makePlan(tasks, { agents: 4, primary: null, runs: 20, evaluations: 50, ...options });
const excluded = (made: Plan) => Object.fromEntries(made.excluded.map(({ task: id, reason }) => [id, reason]));
const many = (count: number, facts: (index: number) => Parameters<typeof task>[1]) =>
  Array.from({ length: count }, (_, index) => task(`T-${index}`, facts(index)));

describe("no plan is made, with what was expected and what was given, for", () => {
  const oneClass = (facts: Partial<AgentClass>) => [{ name: "fast", capacity: 1, speed: 1, costPerHour: 0, ...facts }];

  it.each<[string, number | readonly AgentClass[], RegExp]>([
    ["no agent", 0, /^expected at least 1 agent, as a whole number, got `0`$/],
    ["fewer than none", -3, /got `-3`/],
    ["half an agent", 1.5, /got `1\.5`/],
    ["a number that is none", Number.NaN, /got `NaN`/],
    ["no class of agents", [], /^expected at least one agent, got `none`$/],
    ["a class without agents", oneClass({ capacity: 0 }), /^expected at least 1 agent of class fast/],
    ["an agent that stands still", oneClass({ speed: 0 }), /^expected a speed above 0 of class fast, got `0`$/],
    ["an agent of no speed", oneClass({ speed: Number.NaN }), /got `NaN`/],
    ["an agent that pays", oneClass({ costPerHour: -1 }), /^expected a cost per hour of at least 0/],
    ["two classes of one name", [...oneClass({}), ...oneClass({})], /names of their own, got `fast twice`$/],
  ])("%s", (_, agents, message) => {
    expect(() => plan([task("A")], { agents })).toThrow(
      expect.objectContaining({ code: "bad-input", message: expect.stringMatching(message) }),
    );
  });

  it.each([
    ["two tasks of one id", ["A-1", "A-1"], /^expected every task once, got `A-1` twice$/],
    ["two ids that differ by case only", ["a-1", "A-1"], /^expected every task once, got `A-1` beside a-1$/],
  ])("%s", (_, ids, message) => {
    const wrong = () => plan(ids.map((id) => task(id)));
    expect(wrong).toThrow(
      expect.objectContaining({ code: "bad-input", message: expect.stringMatching(message), hint: expect.any(String) }),
    );
  });
});

describe("left out, with the reason, are", () => {
  it.each<[string, readonly Task[], Readonly<Record<string, string>>]>([
    ["a task that waits for itself", [task("A", { dependsOn: ["A"] })], { A: "in a circle of dependencies: A → A" }],
    [
      "two circles, each by its name, and what waits for one",
      [
        ...[task("A", { dependsOn: ["B"] }), task("B", { dependsOn: ["A"] })],
        ...[task("C", { dependsOn: ["D"] }), task("D", { dependsOn: ["E"] }), task("E", { dependsOn: ["C"] })],
        ...[task("F", { dependsOn: ["A"] }), task("G", { dependsOn: ["F"] })],
      ],
      {
        ...{ A: "in a circle of dependencies: A → B → A", B: "in a circle of dependencies: A → B → A" },
        ...{ C: "in a circle of dependencies: C → D → E → C", D: "in a circle of dependencies: C → D → E → C" },
        E: "in a circle of dependencies: C → D → E → C",
        F: "depends on A: in a circle of dependencies: A → B → A",
        G: "depends on F, which waits for A: in a circle of dependencies: A → B → A",
      },
    ],
    ["what waits for a task nobody knows", [task("A", { dependsOn: ["GONE"] })], { A: "depends on GONE: which no source describes" }],
  ])("%s", (_, tasks, reasons) => {
    const made = plan([...tasks, task("GOOD")]);
    expect(made.order).toEqual(["GOOD"]);
    expect(excluded(made)).toEqual(reasons);
  });

  it("those asked for that are done or unknown; the others are planned", () => {
    const made = plan([task("A"), task("B", { status: "done" }), task("C")], { only: ["A", "B", "NONE"] });
    expect(made.order).toEqual(["A"]);
    expect(excluded(made)).toEqual({ B: "done already", NONE: "no source describes it" });
  });
});

describe("planned in spite of, and with a note about,", () => {
  it.each<[string, number, number, RegExp]>([
    ["a negative effort", -8, -4, /^A: expected an effort in hours, got -8--4 hours: planned as if none were given$/],
    ["an effort that is no number", Number.NaN, Number.NaN, /got NaN-NaN hours/],
    ["an effort that ends before it begins", 8, 4, /got 8-4 hours/],
    ["no effort at all", 0, 0, /got 0-0 hours/],
    ["an absurd effort", 8, 1e9, /^A: an effort of 8-1000000000 hours is planned as 10000 hours$/],
    ["an endless effort", Infinity, Infinity, /planned as 10000 hours$/],
  ])("%s", (_, minHours, maxHours, note) => {
    const made = plan([task("A", { effort: { minHours, maxHours } }), task("B")]);
    expect(made.notes).toEqual([expect.stringMatching(note)]);
    const hours = [...made.schedule.map(({ endHours }) => endHours), ...made.timeline.perTask.flatMap(({ p50, p95 }) => [p50, p95])];
    for (const each of hours) expect(Number.isFinite(each) && each > 0).toBe(true);
  });

  it.each<[string, Task | undefined, RegExp]>([
    ["nobody knows", undefined, /^planned without a primary: P cannot be it: it is not among the tasks$/],
    ["is done", task("P", { status: "done" }), /cannot be it: done already$/],
    ["is blocked", task("P", { status: "blocked" }), /cannot be it: blocked by its owner$/],
    ["waits for itself", task("P", { dependsOn: ["P"] }), /cannot be it: in a circle of dependencies: P → P$/],
  ])("a primary that %s", (_, primary, note) => {
    const made = plan([task("A"), ...(primary === undefined ? [] : [primary])], { primary: "P" });
    expect(made).toMatchObject({ primary: null, order: ["A"], notes: [expect.stringMatching(note)] });
  });

  it.each(["**", "**/*", "./**", "**/**"])(
    "a task that may change every file by `%s`: it runs alone, and the others side by side",
    (path) => {
      const made = plan([task("A", { write: [path] }), task("B"), task("C")]);
      expect(made.notes).toEqual([expect.stringMatching(/^A may change every file: it runs alone, for [\d.]+ h$/)]);
      expect(made.waves.map((wave) => wave.length).sort()).toEqual([1, 2]);
    },
  );

  it("tasks of which nothing is known: each runs alone, what that costs is said, the first twenty by name, and the rest runs side by side", () => {
    const vague = Array.from({ length: 23 }, (_, index) => task(`VAGUE-${index + 1}`, { write: [] }));
    const made = plan([...vague, task("B"), task("C"), task("D")]);
    expect(made.notes).toHaveLength(21);
    expect(made.notes[0]).toMatch(
      /^VAGUE-\d+ says nothing about what it changes: it runs alone, which costs 4 h; add `Files:` to its prompt$/,
    );
    expect(made.notes[20]).toMatch(/^3 more tasks run alone, for 12 h: VAGUE-/);
    expect(made.waves.filter((wave) => wave.length === 1)).toHaveLength(23);
    expect(made.waves.filter((wave) => wave.length === 3)).toHaveLength(1);
  });

  it.each([
    "../../etc/passwd",
    "/etc/passwd",
    "a\0b",
    "\ud800",
    "",
    " ",
    "-x",
    "[",
    "{",
    "(",
    "!",
    "!(",
    "\\",
    "*".repeat(500),
    "a/".repeat(400),
  ])("a path as strange as %j", (path) => {
    const made = plan([task("A", { write: [path] }), task("B", { write: ["src/b.ts"] })]);
    expect([...made.order].sort()).toEqual(["A", "B"]);
  });

  it("conflicts with itself and with tasks nobody knows", () => {
    const made = plan([task("A", { conflictsWith: ["A", "GONE"] }), task("B")]);
    expect(made).toMatchObject({ waves: [["A", "B"]], conflicts: [], notes: [] });
  });
});

describe("so many tasks that each word counts,", () => {
  const COUNT = 10_000;
  const quick = { evaluations: 0, runs: 2 };
  const sizeOf = (made: Plan) => JSON.stringify(made).length;

  it("ten thousand of them: those that one task waits for are planned before it", () => {
    const ids = many(COUNT, () => ({})).map(({ id }) => id);
    const made = plan([...many(COUNT, (index) => ({ write: [`src/${index}.ts`] })), task("LAST", { dependsOn: ids })], quick);
    expect(made.order.at(-1)).toBe("LAST");
    expect(made.conflicts).toHaveLength(COUNT);
    expect(made.conflicts[0]).toMatchObject({
      kind: "dependency",
      b: "LAST",
      reason: expect.stringMatching(/^LAST after T-\d+ because it depends on it$/),
    });
  });

  it("ten thousand in a chain behind a blocked one are left out with short reasons", () => {
    const made = plan(
      many(COUNT, (index) => (index === COUNT - 1 ? { status: "blocked" } : { dependsOn: [`T-${index + 1}`] })),
      quick,
    );
    expect(made.excluded[0]).toEqual({ task: "T-0", reason: `depends on T-1, which waits for T-${COUNT - 1}: blocked by its owner` });
    expect(made.excluded).toHaveLength(COUNT);
    expect(sizeOf(made)).toBeLessThan(2_000_000);
  });

  it("ten thousand in a circle are left out, and the circle is told by its beginning", () => {
    const made = plan(
      many(COUNT, (index) => ({ dependsOn: [`T-${(index + 1) % COUNT}`] })),
      quick,
    );
    expect(made.excluded[0]?.reason).toBe(
      `in a circle of dependencies: ${Array.from({ length: 12 }, (_, index) => `T-${index}`).join(" → ")} → … → T-0 (${COUNT} tasks)`,
    );
    expect(sizeOf(made)).toBeLessThan(3_000_000);
  });

  it("that all write one file are put one after the other; the list of reasons is cut, and says so", () => {
    const made = plan(
      many(400, () => ({ write: ["src/hot.ts"] })),
      quick,
    );
    expect(made.waves).toHaveLength(400);
    expect(made.conflicts).toHaveLength(20_000);
    expect(made.notes.join("\n")).toMatch(/only the first 20000 pairs put one after the other are listed/);
    expect(made.hotFiles).toMatchObject([{ path: "src/hot.ts" }]);
  });

  it("of which nothing is known run one after the other, with few words", () => {
    const made = plan(
      many(1000, () => ({ write: [] })),
      quick,
    );
    expect(made.waves.every((wave) => wave.length === 1)).toBe(true);
    expect(made.notes.length).toBeLessThan(30);
  });
});
