import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../../../src/core/task.ts";
import { findTimetable } from "../../../src/plan/schedule/find-timetable.ts";
import { listSchedule } from "../../../src/plan/schedule/list-schedule.ts";
import { type Planning, type Timetable, ticksOf } from "../../../src/plan/schedule/planning.ts";
import { projectOf } from "../../../src/plan/schedule/project-of.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { worthOf } from "../search/worth.ts";
import { task } from "../tasks.ts";
import { anyPlanning, planningOf, violations } from "./plannings.ts";

const seed = chooseSeed();
console.log(`SEED=${seed}`);
const holds = (law: (planning: Planning) => void) => fc.assert(fc.property(anyPlanning, law), { seed, numRuns: 300 });
const makespanOf = ({ ends }: Timetable) => Math.max(...ends);

describe.each([
  ["searched", 150],
  ["list scheduling, for plans too large to search", 0],
])("a timetable (%s)", (_, evaluations) => {
  it("overlaps no conflicting tasks, keeps dependencies, and has an agent of its class for each task at that class's speed", () => {
    holds((planning) => {
      expect(violations(planning, findTimetable(planning, { evaluations }).timetable)).toEqual([]);
    });
  });

  it("ends no earlier than its lower bound", () => {
    holds((planning) => {
      const { timetable, bounds } = findTimetable(planning, { evaluations });
      expect(makespanOf(timetable)).toBeGreaterThanOrEqual(bounds.best);
    });
  });

  it("starts a primary that waits for nothing at once, in its fastest class", () => {
    holds((planning) => {
      const { tasks, classes, primary, graph, hoursOf } = planning;
      const place = tasks.findIndex(({ id }) => id === primary);
      const own = tasks[place];
      // Searching, a task that runs alone may come before.
      if (own === undefined || own.dependsOn.length > 0 || (evaluations > 0 && tasks.some(({ id }) => graph.alone(id)))) return;
      const { starts, ends } = findTimetable(planning, { evaluations }).timetable;
      expect([starts[place], ends[place]]).toEqual([0, Math.min(...classes.map((each) => ticksOf(hoursOf(own, each))))]);
    });
  });
});

describe("list scheduling", () => {
  it("never gives the last agent away while the primary waits, but to what it waits for", () => {
    holds((planning) => {
      const { tasks, classes, primary } = planning;
      const own = tasks.findIndex(({ id }) => id === primary);
      const agents = classes.reduce((sum, { capacity }) => sum + capacity, 0);
      const { starts, ends } = listSchedule(planning);
      if (own === -1 || agents < 2) return;
      const needed = ancestorsOf(tasks, own);
      for (const now of new Set(starts.filter((start) => start < (starts[own] ?? 0)))) {
        const others = tasks.filter((_, index) => (starts[index] ?? 0) <= now && now < (ends[index] ?? 0) && !needed.has(index));
        expect(others.length).toBeLessThan(agents);
      }
    });
  });

  it("starts the primary the moment the last it had to wait for ends", () => {
    holds((planning) => {
      const { tasks, primary, graph } = planning;
      const place = tasks.findIndex(({ id }) => id === primary);
      const own = tasks[place];
      const { starts, ends } = listSchedule(planning);
      if (own === undefined || starts[place] === 0) return;
      const waitedFor = (id: string) => own.dependsOn.includes(id) || graph.between(own.id, id);
      expect(tasks.some(({ id }, index) => ends[index] === starts[place] && waitedFor(id))).toBe(true);
    });
  });

  it("without a primary leaves no task waiting that an idle agent could have started", () => {
    holds((any) => {
      const planning = { ...any, primary: null };
      const { starts, ends, classes } = listSchedule(planning);
      for (const [index, start] of starts.entries()) {
        const length = (ends[index] ?? 0) - start;
        for (const earlier of new Set([0, ...ends].filter((end) => end < start))) {
          const sooner = { starts: starts.with(index, earlier), ends: ends.with(index, earlier + length), classes };
          expect(violations(planning, sooner)).not.toEqual([]);
        }
      }
    });
  });
});

describe("two twins", () => {
  const twin = (id: string, what: string, hours: number, more: Parameters<typeof task>[1] = {}) =>
    task(id, {
      title: `"Add ${what}" leads to a missing page`,
      write: ["src/pages/matchmaking.ts"],
      effort: { minHours: hours, maxHours: hours },
      ...more,
    });
  const agents = [{ name: "a", capacity: 2, speed: 1, costPerHour: 0 }];

  it("go in the order of the list, although the other one first would finish more work early", () => {
    const planning = planningOf([twin("QA-015", "Need", 3), twin("QA-016", "Supply", 1)], agents, null);
    expect(planning.graph.twinPairs).toHaveLength(1);
    expect(planning.tasks.map(({ id }) => id)).toEqual(["QA-015", "QA-016"]);
    expect(findTimetable(planning, {}).timetable.starts).toEqual([0, 12]);
  });

  it("raise no bound by that: their order is a wish, no law", () => {
    const after = task("T-1", { write: ["src/orders.ts"], dependsOn: ["QA-016"], effort: { minHours: 4, maxHours: 4 } });
    const tasks = [twin("QA-015", "Need", 3, { priority: "P0" }), twin("QA-016", "Supply", 1, { priority: "P3" }), after];
    const { timetable, bounds } = findTimetable(planningOf(tasks, agents, null), {});
    expect(makespanOf(timetable)).toBe(32);
    expect(bounds.best).toBe(20);
  });
});

describe("too large a plan", () => {
  it("is told to be one pass of list scheduling, and why", () => {
    const tasks = Array.from({ length: 1001 }, (_, index) => task(`T-${index}`));
    const { note, evaluations, timetable } = findTimetable(
      planningOf(tasks, [{ name: "a", capacity: 7, speed: 1, costPerHour: 0 }], null),
      {},
    );
    expect(note).toBe("the schedule is one pass of list scheduling: 1001 tasks with 0 conflicts are too many to search for a better one");
    expect(evaluations).toBe(1);
    expect(makespanOf(timetable)).toBe(Math.ceil(1001 / 7) * 16);
  });
});

describe("a search", () => {
  it("of any length is no worse than the list it starts from", () => {
    fc.assert(
      fc.property(anyPlanning, fc.integer({ min: 2, max: 200 }), (planning, evaluations) => {
        const project = projectOf(planning);
        const worth = ({ starts, ends, classes }: Timetable) =>
          worthOf(project, { starts, ends, modes: classes, makespan: makespanOf({ starts, ends, classes }) }, "balanced");
        const [first, found] = [1, evaluations].map((budget) => findTimetable(planning, { evaluations: budget }));
        expect(found && worth(found.timetable)).toBeLessThanOrEqual((first && worth(first.timetable)) ?? Number.NaN);
      }),
      { seed, numRuns: 200 },
    );
  });
});

function ancestorsOf(tasks: readonly Task[], place: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [place];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const before = tasks[next]?.dependsOn ?? [];
    for (const [index, { id }] of tasks.entries()) if (before.includes(id) && !found.has(index)) open.push(index);
    if (next !== place) found.add(next);
  }
  return found;
}
