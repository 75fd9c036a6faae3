import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leasePaths } from "../../../src/coordinator/footprints.ts";
import { FOOTPRINT_MODES, type Footprint } from "../../../src/core/footprint.ts";
import { firstOverlap } from "../../../src/core/paths.ts";
import type { Task } from "../../../src/core/task.ts";
import { type ConflictGraph, conflictGraph } from "../../../src/plan/conflicts/conflict-graph.ts";
import { task } from "../tasks.ts";
import { type Chance, footprint } from "./footprints.ts";

const seed = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
const IDS = ["T-1", "T-2", "T-3", "T-4", "T-5", "T-6"];
const PATHS = ["a.ts", "b.ts", "src/c.ts", "src/d.ts", "src/pages/e.ts", "src/routes.ts", "db/schema.sql", "app/[id]/f.ts"];
const PLACES = ["src", "src/pages", "src/*.ts", "src/pages/*.ts", "app/*/f.ts", "**/*.sql"];

const chance: fc.Arbitrary<Chance> = fc.tuple(
  fc.constantFrom(...FOOTPRINT_MODES),
  fc.integer({ min: 1, max: 20 }).map((n) => n / 20),
);
const writes = fc.dictionary(fc.constantFrom(...PATHS, ...PLACES), chance, { minKeys: 1, maxKeys: 4 });
const reads = fc.dictionary(
  fc.constantFrom(...PATHS),
  fc.integer({ min: 1, max: 10 }).map((n) => n / 10),
  { maxKeys: 2 },
);

interface Case {
  readonly task: Task;
  readonly footprint: Footprint;
}

const anyCase = (id: string): fc.Arbitrary<Case> =>
  fc
    .record({
      write: fc.subarray([...PATHS, ...PLACES], { maxLength: 1 }),
      conflictsWith: fc.subarray(IDS, { maxLength: 1 }),
      title: fc.constantFrom("Mend the link", "Mend the button", "Count orders"),
      facts: fc.record({ writes, reads, symbols: fc.subarray(["addneed", "/orders"]) }),
      unknown: fc.option(fc.constant("two words"), { freq: 20, nil: undefined }),
    })
    .map(({ write, conflictsWith, title, facts, unknown }) => ({
      task: task(id, { write, conflictsWith, title }),
      footprint: footprint(id, unknown === undefined ? facts : { ...facts, unknown }),
    }));

const anyCases = fc.tuple(...IDS.map(anyCase));

function graphOf(cases: readonly Case[]): ConflictGraph {
  return conflictGraph(
    cases.map((each) => each.task),
    new Map(cases.map((each) => [each.task.id, each.footprint])),
  );
}

const pairs = IDS.flatMap((a) => IDS.map((b) => [a, b] as const));

describe("whatever tasks write, their conflicts", () => {
  it("are the same from both sides, and every one says why", () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const graph = graphOf(cases);
        for (const [a, b] of pairs) {
          const [one, other] = [graph.conflict(a, b), graph.conflict(b, a)];
          expect(graph.between(a, b)).toBe(graph.between(b, a));
          expect([other?.kind, other?.hard, other?.probability, other?.textual]).toEqual([
            one?.kind,
            one?.hard,
            one?.probability,
            one?.textual,
          ]);
          expect(one?.hard ?? false).toBe(graph.between(a, b));
          const isNear = graph.alone(a) === undefined && graph.alone(b) === undefined && graph.between(a, b);
          if (isNear) expect(graph.neighbours(a)).toContain(b);
          if (one === undefined) continue;
          expect(one.because).not.toBe("");
          expect(one.evidence).not.toEqual([]);
          expect(one.probability > 0 && one.probability <= 1 && one.textual >= 0 && one.textual <= one.probability).toBe(true);
        }
        for (const id of IDS) expect(graph.between(id, id)).toBe(false);
        const hard = pairs.filter(([a, b]) => a < b && graph.neighbours(a).includes(b));
        expect(graph.hardPairs).toBe(hard.length);
        const soft = pairs.filter(([a, b]) => a < b && graph.conflict(a, b)?.hard === false);
        expect(graph.softPairs.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(soft.map(([a, b]) => `${a} ${b}`).sort());
        for (const { a, b, probability } of graph.softPairs) expect(graph.conflict(a, b)?.probability).toBeCloseTo(probability, 2);
      }),
      { numRuns: 200, ...seed },
    );
  });

  it("are the same for the same tasks in any order", () => {
    const all = (graph: ConflictGraph) => ({
      ...{ conflicts: pairs.map(([a, b]) => graph.conflict(a, b) ?? null), alone: IDS.map((id) => graph.alone(id) ?? null) },
      ...{ soft: graph.softPairs, twins: graph.twinPairs, hot: graph.hotFiles, hard: graph.hardPairs },
    });
    fc.assert(
      fc.property(anyCases, fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), (cases, order) => {
        const shuffled = order.flatMap((place) => cases[place] ?? []);
        expect(all(graphOf(shuffled))).toEqual(all(graphOf(cases)));
      }),
      { numRuns: 100, ...seed },
    );
  });

  it("only grow when a path, a chance or an owner's word is added", () => {
    const more = fc.record({
      to: fc.nat(5),
      path: fc.constantFrom(...PATHS, ...PLACES),
      chance,
      other: fc.constantFrom(...IDS),
      owners: fc.boolean(),
    });
    fc.assert(
      fc.property(anyCases, more, (cases, { to, path, chance: added, other, owners }) => {
        const before = graphOf(cases);
        const after = graphOf(cases.map((each, place) => (place !== to ? each : withMore(each, path, added, owners ? other : undefined))));
        for (const [a, b] of pairs) {
          if (before.between(a, b)) expect(after.between(a, b), `${a} ${b}`).toBe(true);
          if (before.conflict(a, b) !== undefined) expect(after.conflict(a, b), `${a} ${b}`).toBeDefined();
        }
      }),
      { numRuns: 400, ...seed },
    );
  });

  it("keep apart whatever a run would refuse to lease side by side", () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const graph = graphOf(cases);
        for (const one of cases)
          for (const other of cases) {
            if (one === other || isOnlyAppended(one, other)) continue;
            if (firstOverlap(leasePaths(one.task, one.footprint), leasePaths(other.task, other.footprint)) !== undefined)
              expect(graph.between(one.task.id, other.task.id)).toBe(true);
          }
      }),
      { numRuns: 200, ...seed },
    );
  });
});

/** The path likelier, in the mode it had, or new. Of what the owner names without a prediction a usual chance and a write were assumed. */
function withMore({ task: own, footprint: known }: Case, path: string, added: Chance, conflict: string | undefined): Case {
  const [wishedMode, wished] = typeof added === "number" ? (["write", added] as const) : added;
  const isNamed = own.declared.write.includes(path);
  const [mode, probability] = isNamed ? (["write", Math.max(wished, 0.95)] as const) : [wishedMode, wished];
  const old = known.entries.find((entry) => entry.path === path);
  const entry =
    old === undefined ? { path, mode, probability, evidence: ["new"] } : { ...old, probability: Math.max(old.probability, probability) };
  return {
    task: conflict === undefined ? own : { ...own, conflictsWith: [...own.conflictsWith, conflict] },
    footprint: { ...known, entries: [...known.entries.filter((other) => other !== old), entry] },
  };
}

/** Files to which both only add lines: a run leases them to one, the plan does not wait for that. */
function isOnlyAppended(one: Case, other: Case): boolean {
  const appended = ({ footprint: { entries } }: Case) => entries.filter(({ mode }) => mode === "append").map(({ path }) => path);
  return firstOverlap(appended(one), appended(other)) !== undefined;
}
