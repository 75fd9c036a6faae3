import { describe, expect, it } from "vitest";
import { SignalboxError } from "../../../src/core/errors.ts";
import type { Activity, Project } from "../../../src/plan/search/project.ts";
import { searchSchedule } from "../../../src/plan/search/search-schedule.ts";

const mode = (ticks: number, demand = [1], cost = 0) => ({ ticks, demand, cost });
const activity = (facts: Partial<Activity> = {}): Activity => ({ modes: [mode(2)], weight: 1, predecessors: [], ...facts });
const project = (activities: readonly Activity[], facts: Partial<Project> = {}): Project => ({
  ...{ capacities: [1], activities, exclusive: [], soft: [] },
  ...facts,
});

const BAD: readonly (readonly [what: string, project: Project, message: RegExp])[] = [
  ["a cycle", project([activity({ predecessors: [1] }), activity({ predecessors: [0] })]), /without a cycle, got `a cycle among 0, 1`/],
  ["what comes after itself", project([activity({ predecessors: [0] })]), /predecessor of activity 0 of two activities, got `0 twice`/],
  ["a predecessor that is not there", project([activity({ predecessors: [7] })]), /among 1 activities, got `7, 0`/],
  ["no mode", project([activity({ modes: [] })]), /at least one mode of activity 0, got `none`/],
  ["a negative duration", project([activity({ modes: [mode(-1)] })]), /ticks of activity 0 as a whole number from 0 to \d+, got `-1`/],
  ["half a tick", project([activity({ modes: [mode(0.5)] })]), /whole number/],
  ["no duration at all", project([activity({ modes: [mode(Number.NaN)] })]), /got `NaN`/],
  ["an absurd duration", project([activity({ modes: [mode(1e12)] })]), /ticks of activity 0 .* got `1000000000000`/],
  [
    "too much work in all",
    project([mode(2 ** 28), mode(2 ** 28), mode(2 ** 28)].map((own) => activity({ modes: [own] }))),
    /ticks of work in all/,
  ],
  ["nobody to do it", project([activity()], { capacities: [0] }), /within the capacity 0 of resource 0, got `1`/],
  ["a negative capacity", project([activity()], { capacities: [-1] }), /capacity of resource 0 as a whole number/],
  ["a negative demand", project([activity({ modes: [mode(1, [-1])] })]), /demand of activity 0/],
  ["demands of other resources", project([activity({ modes: [mode(1, [1, 1])] })]), /for each of 1 resources, got `2`/],
  ["a negative weight", project([activity({ weight: -1 })]), /weight of activity 0 as a number of at least 0, got `-1`/],
  ["an endless weight", project([activity({ weight: Number.POSITIVE_INFINITY })]), /got `Infinity`/],
  ["a negative cost", project([activity({ modes: [mode(1, [1], -2)] })]), /cost of activity 0/],
  ["a pair of one", project([activity()], { exclusive: [[0, 0]] }), /exclusive pair of two activities, got `0 twice`/],
  ["a pair with nothing", project([activity()], { exclusive: [[0, 1]] }), /exclusive pair among 1 activities, got `0, 1`/],
  ["a risk at a negative price", project([activity(), activity()], { soft: [{ a: 0, b: 1, cost: -1 }] }), /cost of the soft pair 0, 1/],
  ["a running mode that is not there", project([activity({ running: { mode: 1, ticksLeft: 1 } })]), /running mode of activity 0, got `1`/],
  ["a negative rest", project([activity({ running: { mode: 0, ticksLeft: -1 } })]), /ticks left of activity 0/],
];

const search = (bad: Project, warmModes?: readonly number[]) =>
  searchSchedule(bad, { objective: "makespan", evaluations: 10, seed: 1, ...(warmModes && { warmStart: { list: [], modes: warmModes } }) });

describe("a project without a schedule or a meaning is refused in words:", () => {
  it.each(BAD)("%s", (_, bad, message) => {
    const thrown = caught(() => search(bad));
    expect(thrown).toBeInstanceOf(SignalboxError);
    expect(thrown).toMatchObject({ code: "bad-input", message: expect.stringMatching(message) });
  });

  it("a start in a mode that is not there", () => {
    expect(caught(() => search(project([activity()]), [3]))).toMatchObject({
      code: "bad-input",
      message: "expected a mode of activity 0, got `3`",
    });
  });
});

describe("what looks odd but has a meaning has a schedule:", () => {
  it("nothing to do", () => {
    expect(search(project([])).schedule).toEqual({ starts: [], ends: [], modes: [], makespan: 0 });
  });

  it("milestones only", () => {
    const milestone = { modes: [mode(0)] };
    expect(search(project([activity(milestone), activity({ ...milestone, predecessors: [0] })])).schedule.makespan).toBe(0);
  });

  it("what runs in spite of a capacity that shrank under it, and beside what excludes it", () => {
    const running = (ticksLeft: number) => activity({ modes: [mode(9)], running: { mode: 0, ticksLeft } });
    const found = search(project([running(3), running(5), activity()], { exclusive: [[0, 1]] }));
    expect(found.schedule).toMatchObject({ starts: [0, 0, 5], ends: [3, 5, 7] });
  });

  it("a cycle through what runs already: it waits for nothing any more", () => {
    const tasks = [activity({ predecessors: [1], running: { mode: 0, ticksLeft: 2 } }), activity({ predecessors: [0] })];
    expect(search(project(tasks)).schedule.starts).toEqual([0, 2]);
  });
});

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
