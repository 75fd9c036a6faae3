import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leasePaths } from "../../src/coordinator/footprints.ts";
import type { Footprint } from "../../src/core/footprint.ts";
import { firstOverlap } from "../../src/core/paths.ts";
import type { AgentClass, Plan } from "../../src/core/plan.ts";
import { PRIORITIES, type Task } from "../../src/core/task.ts";
import { conflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import { makePlan, type PlanOptions } from "../../src/plan/make-plan.ts";
import { footprint } from "./conflicts/footprints.ts";
import { task } from "./tasks.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const IDS = Array.from({ length: 12 }, (_, index) => `T-${index + 1}`);
const PATHS = ["a.ts", "b.ts", "c.ts", "src/d.ts", "src/e.ts", "src/f.ts", "docs/g.md", "src/routes.ts"];

const anyTask = (id: string): fc.Arbitrary<Task> =>
  fc
    .record({
      write: fc.subarray([...PATHS, "src", "**/*.md"], { maxLength: 2 }),
      dependsOn: fc.subarray([...IDS, "GONE"], { maxLength: 2 }),
      conflictsWith: fc.subarray(IDS, { maxLength: 1 }),
      priority: fc.constantFrom(null, ...PRIORITIES),
      status: fc.constantFrom("todo", "todo", "todo", "todo", "in-progress", "done", "blocked", "dropped"),
      effort: fc.oneof(
        fc.constant(null),
        fc.record({ minHours: fc.integer({ min: 0, max: 8 }), maxHours: fc.integer({ min: 8, max: 80 }) }),
      ),
    })
    .map((facts) => task(id, facts));

/** Undefined: nothing is predicted, and what is declared stands for it. */
const anyFootprint = (id: string): fc.Arbitrary<Footprint | undefined> =>
  fc.option(
    fc
      .record({
        writes: fc.dictionary(
          fc.constantFrom(...PATHS),
          fc.integer({ min: 1, max: 20 }).map((n) => n / 20),
          { minKeys: 1, maxKeys: 3 },
        ),
        reads: fc.dictionary(fc.constantFrom(...PATHS), fc.constant(0.9), { maxKeys: 1 }),
        unknown: fc.option(fc.constant("two words"), { freq: 15, nil: undefined }),
      })
      .map(({ unknown, ...facts }) => footprint(id, unknown === undefined ? facts : { ...facts, unknown })),
    { nil: undefined },
  );

const anyClasses: fc.Arbitrary<readonly AgentClass[]> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.option(fc.integer({ min: 1, max: 2 })), fc.constantFrom(0.5, 2))
  .map(([capacity, others, speed]) => [
    { name: "one", capacity, speed: 1, costPerHour: 2 },
    ...(others === null ? [] : [{ name: "other", capacity: others, speed, costPerHour: 1 }]),
  ]);

interface Case {
  readonly tasks: readonly Task[];
  readonly options: PlanOptions;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    tasks: fc.tuple(...IDS.map(anyTask)),
    predicted: fc.tuple(...IDS.map(anyFootprint)),
    agents: anyClasses,
    primary: fc.constantFrom(null, ...IDS),
  })
  .map(({ tasks, predicted, agents, primary }) => {
    const footprints = new Map(predicted.flatMap((one) => (one === undefined ? [] : [[one.task, one] as const])));
    return { tasks, options: { agents, primary, footprints, evaluations: 60, runs: 20 } };
  });

const pairsOf = (plan: Plan) => plan.order.flatMap((a, place) => plan.order.slice(place + 1).map((b) => [a, b] as const));
const slotsOf = (plan: Plan) => new Map(plan.schedule.map((slot) => [slot.task, slot]));
const waveOf = (plan: Plan) => new Map(plan.waves.flatMap((wave, index) => wave.map((id) => [id, index] as const)));

function areTogether(plan: Plan, a: string, b: string): boolean {
  const [one, other] = [slotsOf(plan).get(a), slotsOf(plan).get(b)];
  return one !== undefined && other !== undefined && one.startHours < other.endHours && other.startHours < one.endHours;
}

describe("whatever the tasks, a plan", () => {
  it("schedules every open task once or says why not, within the agents of each class", () => {
    fc.assert(
      fc.property(anyCase, ({ tasks, options }) => {
        const plan = makePlan(tasks, options);
        const planned = plan.schedule.map((slot) => slot.task);
        expect([...planned, ...plan.excluded.map((one) => one.task)].sort()).toEqual([...IDS].sort());
        for (const { reason } of plan.excluded) expect(reason).not.toBe("");
        const done = tasks.filter(({ status }) => status === "done").map(({ id }) => id);
        const waited = tasks.filter(({ id }) => planned.includes(id)).flatMap(({ dependsOn }) => dependsOn);
        for (const id of waited) expect([...planned, ...done]).toContain(id);
        expect([...plan.order].sort()).toEqual([...planned].sort());
        expect(plan.waves.flat().sort()).toEqual([...planned].sort());
        for (const wave of plan.waves) expect(wave.length > 0 && wave.length <= plan.agents).toBe(true);
        for (const { name, capacity } of plan.classes) {
          const own = plan.schedule.filter(({ agentClass }) => agentClass === name);
          expect(new Set(own.map(({ agent }) => agent)).size).toBeLessThanOrEqual(capacity);
        }
        for (const [a, b] of pairsOf(plan))
          if (slotsOf(plan).get(a)?.agent === slotsOf(plan).get(b)?.agent) expect(areTogether(plan, a, b)).toBe(false);
        for (const { startHours, endHours } of plan.schedule) expect(startHours >= 0 && endHours > startHours).toBe(true);
      }),
      { numRuns: 150, ...seed },
    );
  });

  it("never runs side by side what conflicts or would be leased to both, nor anything before what it depends on", () => {
    fc.assert(
      fc.property(anyCase, ({ tasks, options }) => {
        const plan = makePlan(tasks, options);
        const byId = new Map(tasks.map((one) => [one.id, one]));
        const graph = conflictGraph(
          plan.order.flatMap((id) => byId.get(id) ?? []),
          options.footprints,
        );
        const waves = waveOf(plan);
        for (const [a, b] of pairsOf(plan)) {
          const [one, other] = [byId.get(a), byId.get(b)];
          if (one === undefined || other === undefined) continue;
          const lease = (task: Task) => leasePaths(task, options.footprints?.get(task.id));
          const isLeasedToBoth = firstOverlap(lease(one), lease(other)) !== undefined;
          const isDeclared = one.conflictsWith.includes(b) || other.conflictsWith.includes(a);
          const must = isLeasedToBoth || isDeclared || graph.between(a, b);
          const waits = one.dependsOn.includes(b) || other.dependsOn.includes(a);
          if (must || waits) {
            expect(areTogether(plan, a, b), `${a} ${b}`).toBe(false);
            expect(waves.get(a), `${a} ${b}`).not.toBe(waves.get(b));
          }
          // The order is the order of the schedule and of the waves: the later one waits.
          if (other.dependsOn.includes(a)) expect(waves.get(a)).toBeLessThan(waves.get(b) ?? -1);
          expect(one.dependsOn.includes(b)).toBe(false);
        }
      }),
      { numRuns: 150, ...seed },
    );
  });

  it("names every pair it puts one after the other, in the order they start, with a reason about both and evidence", () => {
    fc.assert(
      fc.property(anyCase, ({ tasks, options }) => {
        const plan = makePlan(tasks, options);
        const byId = new Map(tasks.map((one) => [one.id, one]));
        const graph = conflictGraph(
          plan.order.flatMap((id) => byId.get(id) ?? []),
          options.footprints,
        );
        const waits = (a: string, b: string) => byId.get(b)?.dependsOn.includes(a) === true;
        const expected = pairsOf(plan).filter(([a, b]) => graph.between(a, b) || waits(a, b));
        expect(plan.conflicts.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(expected.map(([a, b]) => `${a} ${b}`).sort());
        const waves = waveOf(plan);
        for (const { a, b, kind, probability, textual, reason, evidence } of plan.conflicts) {
          expect(reason.startsWith(`${b} after ${a} because `)).toBe(true);
          expect(evidence).not.toEqual([]);
          expect(probability > 0 && probability <= 1 && textual >= 0 && textual <= 1).toBe(true);
          if (kind === "dependency") expect(waits(a, b)).toBe(true);
          expect(waves.get(a), reason).toBeLessThan(waves.get(b) ?? -1);
        }
        for (const { a, b, reason } of plan.risks) {
          expect(areTogether(plan, a, b)).toBe(true);
          expect(reason.startsWith(`${a} and ${b} side by side, although `)).toBe(true);
        }
        // Nothing stops everything else without a note.
        const alone = plan.order.filter((id) => graph.alone(id) !== undefined);
        if (plan.order.length > 1) for (const id of alone) expect(plan.notes.join("\n")).toContain(id);
      }),
      { numRuns: 150, ...seed },
    );
  });

  it("is the same, word for word, for the same tasks in any order", () => {
    fc.assert(
      fc.property(anyCase, fc.infiniteStream(fc.nat()), ({ tasks, options }, keys) => {
        const shuffled = <T>(all: readonly T[]) =>
          all
            .map((one) => [keys.next().value ?? 0, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
        const footprints = new Map(shuffled([...(options.footprints ?? [])]));
        const agents = typeof options.agents === "number" ? options.agents : shuffled(options.agents);
        expect(makePlan(shuffled(tasks), { ...options, footprints, agents })).toEqual(makePlan(tasks, options));
      }),
      { numRuns: 100, ...seed },
    );
  });

  it("never wins parallelism by one more conflict", () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(...IDS), fc.constantFrom(...IDS), ({ tasks, options }, a, b) => {
        const before = makePlan(tasks, options);
        const more = tasks.map((one) => (one.id === a ? { ...one, conflictsWith: [...one.conflictsWith, b] } : one));
        const after = makePlan(more, options);
        const apart = (plan: Plan) => new Set(plan.conflicts.map((one) => [one.a, one.b].sort().join(" ")));
        for (const pair of apart(before)) expect(apart(after).has(pair), pair).toBe(true);
        if (a !== b) expect(areTogether(after, a, b)).toBe(false);
        // What was the shortest possible cannot become shorter.
        if (before.search.proven) expect(after.search.makespanHours).toBeGreaterThanOrEqual(before.search.makespanHours);
      }),
      { numRuns: 100, ...seed },
    );
  });
});
