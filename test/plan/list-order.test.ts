import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIORITIES, type Task } from "../../src/core/task.ts";
import { listOrder } from "../../src/plan/list-order.ts";
import { task } from "./tasks.ts";

const hours = (one: Task) => one.effort?.minHours ?? 1;
const ids = (tasks: readonly Task[], primary: string | null = null) => listOrder(tasks, primary, hours).map(({ id }) => id);
const lasting = (id: string, length: number, more: Parameters<typeof task>[1] = {}) =>
  task(id, { effort: { minHours: length, maxHours: length }, ...more });

describe("the list before any search", () => {
  it("goes by priority, none being the lowest, then by the work that waits behind, then by id", () => {
    const tasks = [task("C-1"), task("B-1", { priority: "P2" }), task("A-1", { priority: "P3" }), task("D-1", { priority: "P0" })];
    expect(ids(tasks)).toEqual(["D-1", "B-1", "A-1", "C-1"]);
    expect(ids([lasting("A-1", 1), lasting("B-1", 2), lasting("C-1", 9, { dependsOn: ["A-1"] })])).toEqual(["A-1", "C-1", "B-1"]);
    expect(ids(["B-1", "A-10", "A-9"].map((id) => task(id)))).toEqual(["A-9", "A-10", "B-1"]);
  });

  it("takes the primary as early as its dependencies allow, whatever its priority", () => {
    const tasks = [task("U-1", { priority: "P0" }), task("P-1", { dependsOn: ["B-1"] }), task("B-1", { dependsOn: ["A-1"] }), task("A-1")];
    expect(ids(tasks, "P-1")).toEqual(["A-1", "B-1", "P-1", "U-1"]);
    expect(ids(tasks, "GONE")[0]).toBe("U-1");
  });

  it("names each task once, dependencies first, the same whatever order they come in", () => {
    const tasksOf = fc
      .array(
        fc.record({ priority: fc.constantFrom(...PRIORITIES, null), length: fc.integer({ min: 1, max: 9 }), after: fc.array(fc.nat(20)) }),
      )
      .map((list) =>
        list.map(({ priority, length, after }, number) =>
          lasting(`T-${number + 1}`, length, {
            priority,
            dependsOn: after.filter((other) => other < number).map((other) => `T-${other + 1}`),
          }),
        ),
      );
    const shuffled = tasksOf.chain((tasks) => fc.tuple(fc.constant(tasks), fc.shuffledSubarray(tasks, { minLength: tasks.length })));
    fc.assert(
      fc.property(shuffled, fc.option(fc.nat(20), { nil: null }), ([tasks, other], primary) => {
        const order = ids(tasks, primary === null ? null : `T-${primary + 1}`);
        expect(order.toSorted()).toEqual(tasks.map(({ id }) => id).toSorted());
        for (const { id, dependsOn } of tasks)
          for (const before of dependsOn) expect(order.indexOf(before)).toBeLessThan(order.indexOf(id));
        expect(ids(other, primary === null ? null : `T-${primary + 1}`)).toEqual(order);
      }),
    );
  });
});
