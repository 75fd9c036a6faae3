import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstOverlap } from "../../src/core/paths.ts";
import { PRIORITIES, type Task } from "../../src/core/task.ts";
import { footprintOf } from "../../src/plan/footprint-of.ts";
import { makePlan } from "../../src/plan/make-plan.ts";
import { task } from "./tasks.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const IDS = Array.from({ length: 14 }, (_, index) => `T-${index + 1}`);

const anyTask = (id: string): fc.Arbitrary<Task> =>
  fc
    .record({
      write: fc.subarray(["a.ts", "b.ts", "c.ts", "src", "src/d.ts", "src/e.ts", "**/*.md"], { maxLength: 3 }),
      dependsOn: fc.subarray([...IDS, "GONE"], { maxLength: 2 }),
      conflictsWith: fc.subarray(IDS, { maxLength: 1 }),
      priority: fc.constantFrom(null, ...PRIORITIES),
      status: fc.constantFrom("todo", "todo", "todo", "in-progress", "done", "blocked", "dropped"),
      effort: fc.oneof(
        fc.constant(null),
        fc.record({ minHours: fc.integer({ min: 0, max: 8 }), maxHours: fc.integer({ min: 8, max: 80 }) }),
      ),
    })
    .map((facts) => task(id, facts));

const anyTasks = fc.tuple(...IDS.map(anyTask));

describe("whatever the tasks, a plan", () => {
  it("never runs side by side what conflicts, nor anything before what it depends on, nor two tasks on one agent", () => {
    fc.assert(
      fc.property(anyTasks, fc.integer({ min: 1, max: 6 }), fc.constantFrom(null, ...IDS), (tasks, agents, primary) => {
        const plan = makePlan(tasks, { agents, primary, evaluations: 100, runs: 20 });
        const byId = new Map(tasks.map((each) => [each.id, each]));
        const slots = new Map(plan.schedule.map((slot) => [slot.task, slot]));
        const waveOf = new Map(plan.waves.flatMap((wave, index) => wave.map((id) => [id, index] as const)));
        const clash = (a: Task, b: Task) =>
          a.conflictsWith.includes(b.id) || b.conflictsWith.includes(a.id) || firstOverlap(footprintOf(a), footprintOf(b)) !== undefined;
        expect(new Set([...slots.keys(), ...plan.excluded.map(({ task }) => task)])).toEqual(new Set(IDS));
        expect(new Set(waveOf.keys())).toEqual(new Set(slots.keys()));
        for (const [a, slotA] of slots) {
          const taskA = byId.get(a);
          for (const dependency of taskA?.dependsOn ?? []) {
            if (byId.get(dependency)?.status === "done") continue;
            expect(slots.get(dependency)?.endHours).toBeLessThanOrEqual(slotA.startHours);
            expect(waveOf.get(dependency)).toBeLessThan(waveOf.get(a) ?? -1);
          }
          for (const [b, slotB] of slots) {
            const taskB = byId.get(b);
            if (a === b || taskA === undefined || taskB === undefined) continue;
            const together = slotA.startHours < slotB.endHours && slotB.startHours < slotA.endHours;
            if (together) expect(slotA.agent === slotB.agent || clash(taskA, taskB)).toBe(false);
            if (waveOf.get(a) === waveOf.get(b)) expect(clash(taskA, taskB)).toBe(false);
          }
        }
        for (const wave of plan.waves) expect(wave.length).toBeLessThanOrEqual(agents);
        for (const { p50, p80, p95 } of plan.timeline.perTask) expect(p50 <= p80 && p80 <= p95).toBe(true);
      }),
      { numRuns: 300, ...seed },
    );
  });

  it("is the same for the same tasks in any order", () => {
    fc.assert(
      fc.property(anyTasks, (tasks) => {
        const options = { agents: 3, primary: "T-1", evaluations: 100, runs: 20 };
        expect(makePlan([...tasks].reverse(), options)).toEqual(makePlan(tasks, options));
      }),
      { numRuns: 100, ...seed },
    );
  });
});
