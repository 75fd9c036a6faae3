import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lowerBounds } from "../../../src/plan/search/lower-bounds.ts";
import type { Project, Schedule } from "../../../src/plan/search/project.ts";
import { type SearchOptions, searchSchedule } from "../../../src/plan/search/search-schedule.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { anyProject, reordered } from "./projects.ts";
import { violations } from "./violations.ts";
import { worthOf } from "./worth.ts";

const seed = chooseSeed();
console.log(`SEED=${seed}`);
const anyProjects = anyProject({ activities: { min: 1, max: 12 }, ticks: { min: 0, max: 6 }, hasSoft: true });
const anyObjective = fc.constantFrom("makespan" as const, "weighted" as const, "balanced" as const);
const anyOptions = fc.record({ objective: anyObjective, evaluations: fc.integer({ min: 1, max: 120 }), seed: fc.nat(1000) });

function holds<Values extends readonly [unknown, ...unknown[]]>(
  arbitraries: { readonly [Key in keyof Values]: fc.Arbitrary<Values[Key]> },
  law: (...values: Values) => void,
  numRuns = 300,
): void {
  fc.assert(
    fc.property(fc.tuple(...(arbitraries as readonly fc.Arbitrary<unknown>[])), (values) => law(...(values as unknown as Values))),
    { seed, numRuns },
  );
}

describe("a searched schedule", () => {
  it("overlaps no exclusive pair, breaks no precedence, capacity or mode, and leaves what runs where it is", () => {
    holds<[Project, SearchOptions]>([anyProjects, anyOptions], (project, options) => {
      const { schedule, evaluations, bounds } = searchSchedule(project, options);
      expect(violations(project, schedule)).toEqual([]);
      expect(evaluations).toBeLessThanOrEqual(options.evaluations);
      expect(schedule.makespan).toBeGreaterThanOrEqual(bounds.best);
    });
  });

  it("is the same for the same seed", () => {
    holds<[Project, SearchOptions]>([anyProjects, anyOptions], (project, options) => {
      expect(searchSchedule(structuredClone(project), options)).toEqual(searchSchedule(project, options));
    });
  });

  it("is the same for the same project in another order", () => {
    const shuffled = anyProjects.chain((project) =>
      fc.record({
        project: fc.constant(project),
        order: fc.shuffledSubarray([...project.activities.keys()], { minLength: project.activities.length }),
      }),
    );
    holds<[{ project: Project; order: readonly number[] }, SearchOptions]>([shuffled, anyOptions], ({ project, order }, options) => {
      const other = reordered(project, order);
      const [one, two] = [searchSchedule(project, options), searchSchedule(other, options)];
      expect(placesOf(other, two.schedule)).toEqual(placesOf(project, one.schedule));
      expect([two.evaluations, two.bounds, two.proven]).toEqual([one.evaluations, one.bounds, one.proven]);
    });
  });

  it("is never worse than the one it starts from, however small the budget", () => {
    holds<[Project, SearchOptions, SearchOptions]>([anyProjects, anyOptions, anyOptions], (project, before, options) => {
      const first = searchSchedule(project, before);
      const { list, modes } = first;
      const second = searchSchedule(project, { ...options, objective: before.objective, warmStart: { list, modes } });
      expect(worthOf(project, second.schedule, before.objective)).toBeLessThanOrEqual(
        worthOf(project, first.schedule, before.objective) + 1e-6,
      );
    });
  });

  it("with ten times the budget is no worse, over many projects", () => {
    // One larger search may be less lucky than one smaller: it cools later. Together they must not be.
    const projects = fc.sample(anyProjects, { numRuns: 60, seed: 1 });
    for (const objective of ["makespan", "weighted", "balanced"] as const) {
      const worthWith = (evaluations: number) =>
        projects.reduce(
          (sum, project) => sum + worthOf(project, searchSchedule(project, { objective, evaluations, seed: 1 }).schedule, objective),
          0,
        );
      const worths = [20, 200, 2000].map(worthWith);
      expect(worths).toEqual(worths.toSorted((a, b) => b - a));
    }
  });

  it("is proven exactly when it ends at a bound, and the search then stops", () => {
    holds<[Project, SearchOptions]>([anyProjects, anyOptions], (project, options) => {
      const objective = "makespan";
      const { schedule, evaluations, proven, bounds } = searchSchedule({ ...project, soft: [] }, { ...options, objective });
      expect(proven).toBe(schedule.makespan === bounds.best);
      expect(proven || evaluations === options.evaluations).toBe(true);
    });
  });
});

describe("one more exclusive pair", () => {
  const withPair = anyProjects.chain((project) =>
    fc
      .record({ project: fc.constant(project), a: fc.nat(project.activities.length - 1), b: fc.nat(project.activities.length - 1) })
      .filter(({ a, b }) => a !== b || project.activities.length === 1),
  );

  it("never lowers a bound", () => {
    holds<[{ project: Project; a: number; b: number }]>([withPair], ({ project, a, b }) => {
      const more = { ...project, exclusive: a === b ? [] : [...project.exclusive, [a, b] as const] };
      if (a === b) return;
      const [before, after] = [lowerBounds(project), lowerBounds(more)];
      for (const bound of ["criticalPath", "work", "exclusive", "best"] as const)
        expect(after[bound]).toBeGreaterThanOrEqual(before[bound]);
    });
  });

  it("never adds parallelism: no schedule with it ends before a proven one without it", () => {
    holds<[{ project: Project; a: number; b: number }, SearchOptions]>([withPair, anyOptions], ({ project, a, b }, options) => {
      if (a === b) return;
      const search = (exclusive: Project["exclusive"]) =>
        searchSchedule({ ...project, exclusive, soft: [] }, { ...options, objective: "makespan" });
      const [without, withIt] = [search(project.exclusive), search([...project.exclusive, [a, b]])];
      if (without.proven) expect(withIt.schedule.makespan).toBeGreaterThanOrEqual(without.schedule.makespan);
    });
  });
});

/** What stands where, without the activities' numbers. */
function placesOf({ activities }: Project, { starts, ends, modes }: Schedule): string[] {
  return activities
    .map(({ modes: own, weight, running }, index) => JSON.stringify([own, weight, running, starts[index], ends[index], modes[index]]))
    .sort();
}
