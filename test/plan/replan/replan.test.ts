import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { PRIORITIES, type Task } from "../../../src/core/task.ts";
import { conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { replan, type TaskUnderWay } from "../../../src/plan/replan/replan.ts";
import type { Planning } from "../../../src/plan/schedule/planning.ts";
import { task } from "../tasks.ts";

const hours = (task: Task) => task.effort?.minHours ?? 1;
const planningOf = (tasks: readonly Task[], more: Partial<Planning> = {}): Planning => ({
  tasks,
  classes: [{ name: "agent", capacity: 1, speed: 1, costPerHour: 0 }],
  graph: conflictGraph(tasks),
  primary: null,
  hoursOf: hours,
  ...more,
});
const lasting = (id: string, length: number, more: Parameters<typeof task>[1] = {}) =>
  task(id, { effort: { minHours: length, maxHours: length }, ...more });
const agents = (capacity: number) => [{ name: "agent", capacity, speed: 1, costPerHour: 0 }];
const working = (id: string, hoursLeft: number): TaskUnderWay => ({ task: id, agentClass: "agent", hoursLeft });

describe("replanning", () => {
  it("of nothing, of one task, or of what is under way alone changes nothing", () => {
    expect(replan(planningOf([]), [])).toEqual({ order: [], gain: 0 });
    expect(replan(planningOf([task("A-1")]), [])).toEqual({ order: ["A-1"], gain: 0 });
    expect(replan(planningOf([task("A-1"), task("B-1")]), [working("A-1", 3)])).toEqual({ order: ["B-1"], gain: 0 });
    expect(replan(planningOf([task("A-1")]), [working("A-1", 3)])).toEqual({ order: [], gain: 0 });
  });

  it("takes the short one of two first, and says what that saves", () => {
    const { order, gain } = replan(planningOf([lasting("A-1", 30), lasting("B-1", 1)]), []);
    expect(order).toEqual(["B-1", "A-1"]);
    // (1 + 31) against (30 + 31) hours.
    expect(gain).toBeCloseTo(1 - 32 / 61, 1);
  });

  it("leaves the order alone for a gain of less than a hundredth, and where all are alike", () => {
    const alike = ["A-1", "B-1", "C-1"].map((id) => lasting(id, 4));
    expect(replan(planningOf(alike), [])).toEqual({ order: ["A-1", "B-1", "C-1"], gain: 0 });
    // Ends at 10, 19.5 and 39.5 hours; B first would save half an hour of these 69, a shorter B two of 66.
    const ordered = (hoursOfB: number) => replan(planningOf([lasting("A-1", 10), lasting("B-1", hoursOfB), lasting("C-1", 20)]), []);
    expect(ordered(9.5)).toEqual({ order: ["A-1", "B-1", "C-1"], gain: 0 });
    expect(ordered(8).order).toEqual(["B-1", "A-1", "C-1"]);
  });

  it("knows minutes as well as weeks", () => {
    for (const unit of [1 / 60, 1, 400]) {
      const tasks = [lasting("A-1", 30), lasting("B-1", 10), lasting("C-1", 1)];
      expect(replan(planningOf(tasks, { hoursOf: (one) => hours(one) * unit }), []).order).toEqual(["C-1", "B-1", "A-1"]);
    }
  });

  it("waits for what is under way: the task that conflicts with it comes later the longer that still takes", () => {
    const tasks = [
      lasting("R-1", 5, { write: ["src/x.ts"] }),
      lasting("C-1", 10, { write: ["src/b.ts"], priority: "P2" }),
      lasting("B-1", 20, { write: ["src/x.ts", "src/b.ts"], priority: "P1" }),
    ];
    const order = (hoursLeft: number) => replan(planningOf(tasks, { classes: agents(3) }), [working("R-1", hoursLeft)]).order;
    // B waits for R: C, which excludes B, fits before it only while R goes on for as long as C takes.
    expect(order(40)).toEqual(["C-1", "B-1"]);
    expect(order(0.1)).toEqual(["B-1", "C-1"]);
  });

  it("takes the primary first, whatever its priority", () => {
    const tasks = [lasting("A-1", 10, { priority: "P0" }), lasting("B-1", 10, { priority: "P0" }), lasting("P-1", 15, { priority: "P3" })];
    expect(replan(planningOf(tasks, { primary: "P-1" }), []).order[0]).toBe("P-1");
    expect(replan(planningOf(tasks), []).order[0]).not.toBe("P-1");
  });

  it("keeps a task that only waits to land from nothing but its paths", () => {
    const tasks = [lasting("R-1", 5, { write: ["src/x.ts"] }), lasting("A-1", 9), lasting("B-1", 1, { write: ["src/x.ts"] })];
    const landing: TaskUnderWay = { task: "R-1", agentClass: null, hoursLeft: 0.1 };
    expect(replan(planningOf(tasks), [landing]).order).toEqual(["B-1", "A-1"]);
    expect(replan(planningOf(tasks), [{ ...landing, hoursLeft: 100 }]).order).toEqual(["A-1", "B-1"]);
  });
});

/** A project of which a few tasks run. */
function randomCase(seed: number): { readonly planning: Planning; readonly underWay: readonly TaskUnderWay[] } {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random.fraction() * below);
  const size = 2 + pick(14);
  const tasks = Array.from({ length: size }, (_, number) =>
    lasting(`T-${number + 1}`, 1 + pick(12), {
      priority: PRIORITIES[pick(PRIORITIES.length)] ?? null,
      dependsOn: number > 0 && pick(3) === 0 ? [`T-${1 + pick(number)}`] : [],
      write: pick(12) === 0 ? [] : Array.from({ length: 1 + pick(2) }, () => `src/${pick(size)}.ts`),
    }),
  );
  const started = tasks.filter(({ dependsOn }) => dependsOn.length === 0).slice(0, pick(3));
  const underWay = started.map(({ id }) => ({ task: id, agentClass: pick(4) === 0 ? null : "agent", hoursLeft: 10 * random.fraction() }));
  return { planning: planningOf(tasks, { classes: agents(1 + pick(4)), primary: pick(3) === 0 ? `T-${size}` : null }), underWay };
}

describe("replanning any project", () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  it.each(seeds)("names every open task once, dependencies first, the same each time (seed %i)", (seed) => {
    const { planning, underWay } = randomCase(seed);
    const { order, gain } = replan(planning, underWay);
    const going = new Set(underWay.map((one) => one.task));
    const open = planning.tasks.filter(({ id }) => !going.has(id));
    expect(order.toSorted()).toEqual(open.map(({ id }) => id).toSorted());
    for (const { id, dependsOn } of open)
      for (const other of dependsOn) if (!going.has(other)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
    expect(gain === 0 || (gain > 0.01 && gain < 1)).toBe(true);
    expect(replan(planning, underWay)).toEqual({ order, gain });
  });

  it.each(seeds)("does not depend on the order in which running tasks are told (seed %i)", (seed) => {
    const { planning, underWay } = randomCase(seed);
    const result = replan(planning, underWay);
    const going = new Set(underWay.map((one) => one.task));
    const isGoing = ({ id }: Task) => going.has(id);
    const last = [...planning.tasks.filter((one) => !isGoing(one)), ...planning.tasks.filter(isGoing).toReversed()];
    expect(replan({ ...planning, tasks: last }, underWay.toReversed())).toEqual(result);
  });

  it.each(seeds)("comes to rest: what it has ordered it soon leaves alone (seed %i)", (seed) => {
    const { planning, underWay } = randomCase(seed);
    const byId = new Map(planning.tasks.map((one) => [one.id, one]));
    const going = underWay.flatMap((one) => byId.get(one.task) ?? []);
    let order: readonly string[] = planning.tasks.map(({ id }) => id).filter((id) => !underWay.some((one) => one.task === id));
    let rounds = 0;
    for (let gain = 1; gain > 0 && rounds < 20; rounds++) {
      const next = replan({ ...planning, tasks: [...going, ...order.flatMap((id) => byId.get(id) ?? [])] }, underWay);
      [order, gain] = [next.order, next.gain];
    }
    expect(rounds).toBeLessThan(6);
  });
});
