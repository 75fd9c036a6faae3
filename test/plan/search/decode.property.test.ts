import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeParallel, decodeSerial } from "../../../src/plan/search/decode.ts";
import { ANY_MODE, type Project } from "../../../src/plan/search/project.ts";
import { searchSchedule } from "../../../src/plan/search/search-schedule.ts";
import { chooseSeed } from "../../claims/support/seed.ts";
import { anyProject } from "./projects.ts";
import { violations } from "./violations.ts";

const seed = chooseSeed();
console.log(`SEED=${seed}`);
const shape = { activities: { min: 1, max: 12 }, ticks: { min: 0, max: 6 }, hasSoft: false };
const WITHOUT_MILESTONES = { min: 1, max: 6 };
const withList = (project: Project) =>
  fc.record({
    project: fc.constant(project),
    // Some activities missing, in any order, whatever the predecessors say.
    list: fc.shuffledSubarray([...project.activities.keys()]),
    modes: fc.tuple(...project.activities.map(({ modes }) => fc.integer({ min: ANY_MODE, max: modes.length - 1 }))),
  });
interface Input {
  readonly project: Project;
  readonly list: readonly number[];
  readonly modes: readonly number[];
}
const check = (law: (input: Input) => void, ticks = shape.ticks) =>
  fc.assert(fc.property(anyProject({ ...shape, ticks }).chain(withList), law), { seed, numRuns: 500 });

describe("any list", () => {
  it("stands for a schedule that can be carried out, in the modes asked for, however it is decoded", () => {
    check(({ project, list, modes }) => {
      for (const decode of [decodeSerial, decodeParallel]) {
        const schedule = decode(project, list, modes);
        expect(violations(project, schedule)).toEqual([]);
        for (const [index, mode] of modes.entries()) {
          if (mode !== ANY_MODE && project.activities[index]?.running === undefined) expect(schedule.modes[index]).toBe(mode);
        }
      }
    });
  });

  it("decoded in parallel starts something only at the beginning and when something ends", () => {
    check(({ project, list, modes }) => {
      const { starts, ends } = decodeParallel(project, list, modes);
      for (const start of starts) expect([0, ...ends]).toContain(start);
    });
  });

  it("decoded in parallel leaves nothing waiting that could have started", () => {
    check(({ project, list, modes }) => {
      const schedule = decodeParallel(project, list, modes);
      for (const [index, start] of schedule.starts.entries()) {
        for (const earlier of new Set([0, ...schedule.ends].filter((end) => end < start))) {
          expect(violations(project, moved(schedule, index, earlier))).not.toEqual([]);
        }
      }
      // A milestone may wait for a moment at which nothing excludes it: without them the law is plain.
    }, WITHOUT_MILESTONES);
  });
});

describe("the list a search returns", () => {
  it("stands for its schedule", () => {
    fc.assert(
      fc.property(anyProject({ ...shape, hasSoft: true }), fc.nat(1000), (project, own) => {
        const { list, modes, schedule } = searchSchedule(project, { objective: "balanced", evaluations: 60, seed: own });
        expect(decodeSerial(project, list, modes)).toEqual(schedule);
      }),
      { seed, numRuns: 300 },
    );
  });
});

type Made = ReturnType<typeof decodeSerial>;

function moved(schedule: Made, index: number, start: number): Made {
  const starts = schedule.starts.with(index, start);
  const ends = schedule.ends.with(index, start + (schedule.ends[index] ?? 0) - (schedule.starts[index] ?? 0));
  return { ...schedule, starts, ends, makespan: Math.max(0, ...ends) };
}
