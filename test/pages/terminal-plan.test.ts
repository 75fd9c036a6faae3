import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planLines } from "../../src/pages/terminal/plan-lines.ts";
import { buildPlan, conflict, largePlan, nineTaskPlan } from "../support/plan-builder.ts";

const wide = { width: 100, color: false };
const text = (...args: Parameters<typeof planLines>) => planLines(...args).join("\n");

describe("the plan in a terminal", () => {
  it("says waves, lanes, why, risks, twins, when, week by week, and how good the schedule is", () => {
    const said = text(nineTaskPlan(), wide);
    for (const part of [
      "9 tasks, 4 agents, planned around DATA-001",
      "schedule: 92 h; no schedule can end before 92 h: proven best",
      "wave 2: QA-034, QA-016",
      "agent 2  [QA-044------------]\n",
      "QA-034 after QA-033 because both change setActiveLayout in src/dashboard/layout.ts (90 %)",
      "21 %  DATA-001 and QA-044 side by side",
      "QA-015 = QA-016 (94 %): merge QA-016 into QA-015, or let QA-015 go first",
      "src/schema.ts: DATA-001, QA-044, QA-033",
      "forecast basis: no finished session yet",
      "critical path: DATA-001",
    ])
      expect(said).toContain(part);
    expect(said).toMatch(/^DATA-001 +1 +0 h +12 d +12 d +17 d +35 d +90 %$/m);
    expect(said).toMatch(/^week 3 +100 % +8 +9 +DATA-001$/m);
  });

  it("says how far above the bound a schedule is, the chance of a date, and a second forecast that disagrees", () => {
    const plan = nineTaskPlan();
    const { timeline } = plan;
    const said = text(
      {
        ...plan,
        search: { ...plan.search, proven: false, makespanHours: 95 },
        timeline: {
          ...timeline,
          doneBy: { hours: 80, date: "2026-12-01", probability: 0.42 },
          throughput: { finish: { p50: 200, p80: 240, p95: 400 }, disagrees: true, weeksSeen: 5 },
        },
      },
      wide,
    );
    expect(said).toContain("schedule: 95 h; no schedule can end before 92 h: 3 % above the bound");
    expect(said).toContain("42 % chance that everything is done by 2026-12-01");
    expect(said).toContain("in the last 5 weeks: P50 25 d");
    expect(said).toContain("the two disagree");
  });

  it("says once that a task runs alone, and of a chain of conflicts each link once", () => {
    const chain = ["A", "B", "C", "D"];
    const pairs = chain.flatMap((a, at) => chain.slice(at + 1).map((b) => conflict(a, b)));
    const alone = [...chain, "F"].map((a) =>
      conflict(a, "E", { kind: "unknown-footprint", reason: `E after ${a} because nothing says which files E writes` }),
    );
    const plan = buildPlan(
      [...chain, "E", "F"].map((task, at) => ({ task, start: 4 * at })),
      { conflicts: [...pairs, ...alone] },
    );
    const lines = planLines(plan, wide);
    const from = lines.indexOf("why one after the other");
    expect(lines.slice(from + 1, from + 6)).toEqual([
      "E beside nothing because nothing says which files E writes",
      "B after A because both write src/x.ts (90 %)",
      "C after B because both write src/x.ts (90 %)",
      "D after C because both write src/x.ts (90 %)",
      "(3 more pairs follow from these)",
    ]);
  });

  it("calls nothing sure that has not happened yet", () => {
    const asked = (hours: number, probability: number) => {
      const plan = nineTaskPlan();
      return text({ ...plan, timeline: { ...plan.timeline, doneBy: { hours, date: "2026-12-01", probability } } }, wide);
    };
    expect(asked(8, 0)).toContain("< 1 % chance that everything is done by 2026-12-01");
    expect(asked(8, 1)).toContain("> 99 % chance that everything");
    expect(asked(0, 0)).toContain("\n0 % chance that everything");
  });

  it("writes times as people do", () => {
    const said = text(
      buildPlan([0.5, 1.333, 7, 14, 24, 28, 200].map((hours, index) => ({ task: `T${index}`, agent: index + 1, hours }))),
      wide,
    );
    for (const [index, hours] of ["30 min", "1 h 20", "7 h", "14 h", "3 d", "3 d 4 h", "25 d"].entries())
      expect(said).toMatch(new RegExp(`^T${index} +${index + 1} +0 h +${hours} `, "m"));
  });

  it("keeps every line within the terminal, wide or narrow, whatever the schedule", () => {
    const tasks = fc.array(
      fc.record({
        agent: fc.integer({ min: 1, max: 20 }),
        start: fc.double({ min: 0, max: 500, noNaN: true }),
        hours: fc.double({ min: 0, max: 300, noNaN: true }),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(tasks, fc.integer({ min: 40, max: 240 }), (built, width) => {
        const plan = buildPlan(built.map((one, index) => ({ ...one, task: `QA-${100 + index}` })));
        for (const line of planLines(plan, { width, color: false })) expect(line.length, line).toBeLessThanOrEqual(width);
      }),
      { numRuns: 60 },
    );
  });

  it("colours only when asked, and then says the same words", () => {
    const colored = planLines(nineTaskPlan(), { ...wide, color: true });
    expect(colored.join("")).toContain("\u001b[1m");
    expect(colored.map((line) => stripVTControlCharacters(line))).toEqual(planLines(nineTaskPlan(), wide));
  });

  it("lets no terminal escape, control or bidirectional character through", () => {
    const evil = "a\u001b[2Jb\u001b]0;title\u0007c\rd\ne\u009b31mf\u202eg\u200bh";
    const said = text(
      nineTaskPlan({
        conflicts: [conflict("A", "B", { reason: evil })],
        risks: [conflict("A", "B", { reason: evil })],
        twins: [{ tasks: ["A", "B"], probability: 1, proposal: evil, evidence: [] }],
        hotFiles: [{ path: evil, tasks: ["A"] }],
        notes: [evil],
        excluded: [{ task: evil, reason: evil }],
        waves: [[evil]],
        criticalPath: [evil],
      }),
      wide,
    );
    expect(said.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(said).toContain("g h");
  });

  it("stays short for ten thousand tasks and says what it leaves out", () => {
    const lines = planLines(largePlan(10_000), wide);
    expect(lines.length).toBeLessThan(500);
    expect(lines).toContain("… 9800 more: --json has them");
    expect(lines.join("\n")).toMatch(/… \d+ more: --json or --html FILE has them/);
  });

  it("says that there is nothing to do, and why", () => {
    const plan = buildPlan([], { excluded: [{ task: "QA-001", reason: "done" }] });
    expect(planLines(plan, wide)).toEqual(["nothing to do", "", "left out of the plan", "QA-001: done"]);
  });
});
