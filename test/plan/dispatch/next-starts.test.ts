import { describe, expect, it } from "vitest";
import { type DispatchState, nextStarts, type WaitingTask, waitingReasons } from "../../../src/plan/dispatch/next-starts.ts";

const waiting = (id: string, more: Partial<WaitingTask> = {}): WaitingTask => ({
  ...{ id, paths: [`src/${id}.ts`], dependsOn: [], conflictsWith: [], hours: [1] },
  ...more,
});
const state = (more: Partial<DispatchState> = {}): DispatchState => ({
  ...{ waiting: [], running: [], isDone: () => false, agents: [[0, 0]], costs: [0], primary: null },
  ...more,
});
const started = (more: Partial<DispatchState>) => nextStarts(state(more)).map(({ task }) => task);
const reasons = (more: Partial<DispatchState>, limit = 10) => waitingReasons(state(more), limit).map(({ reason }) => reason);

describe("the tasks that start next", () => {
  it("are the first of the list that may, one for each free agent", () => {
    const list = ["A", "B", "C"].map((id) => waiting(id));
    expect(started({ waiting: list })).toEqual(["A", "B"]);
    expect(started({ waiting: list, agents: [[0, 3]] })).toEqual(["A"]);
    expect(started({ waiting: list, agents: [[2, 3]] })).toEqual([]);
  });

  it("never include two that exclude each other, nor one behind a dependency", () => {
    const same = { paths: ["src/x.ts"] };
    expect(started({ waiting: [waiting("A", same), waiting("B", same), waiting("C")] })).toEqual(["A", "C"]);
    expect(started({ waiting: [waiting("A", { alone: true }), waiting("B")] })).toEqual(["A"]);
    expect(started({ waiting: [waiting("A", { dependsOn: ["B"] }), waiting("B")] })).toEqual(["B"]);
  });

  it("leave one agent to the primary, but what the primary waits for may use it", () => {
    const primary = waiting("P", { dependsOn: ["A"] });
    expect(started({ waiting: [waiting("B"), waiting("C"), primary, waiting("A")], primary: "P" })).toEqual(["B", "A"]);
    // What it waits for runs: the agent stays free until then.
    const running = [{ task: "A", paths: ["src/A.ts"] }];
    expect(started({ waiting: [waiting("B"), waiting("C"), primary], running, primary: "P", agents: [[0, 0, 9]] })).toEqual(["B"]);
    // With one agent there is nobody to keep.
    expect(started({ waiting: [waiting("B"), primary], primary: "P", agents: [[0]] })).toEqual(["B"]);
    // What it waits for will not come, as after a failure: an agent kept for it would idle.
    expect(started({ waiting: [waiting("B"), waiting("C"), primary], primary: "P" })).toEqual(["B", "C"]);
    // Once it runs, nothing is kept.
    expect(started({ waiting: [waiting("B"), waiting("C")], primary: "P" })).toEqual(["B", "C"]);
  });

  it("leave out what would stand in the way of an earlier one that can start before it would be done", () => {
    const first = waiting("A", { paths: ["src/x.ts", "src/y.ts"] });
    const later = (hours: number) => [first, waiting("B", { paths: ["src/y.ts"], hours: [hours] }), waiting("C")];
    const running = [{ task: "R", paths: ["src/x.ts"], hoursLeft: 3 }];
    expect(started({ waiting: later(4), running })).toEqual(["C"]);
    expect(started({ waiting: later(3), running })).toEqual(["B", "C"]);
    // Of R nobody knows when it ends: B need not wait for that.
    expect(started({ waiting: later(4), running: [{ task: "R", paths: ["src/x.ts"] }] })).toEqual(["B", "C"]);
    // A waits for something else: then B stands in nobody's way.
    const behind = [{ ...first, dependsOn: ["R"] }, ...later(4).slice(1)];
    expect(started({ waiting: behind, running })).toEqual(["B", "C"]);
    expect(started({ waiting: [first, waiting("B", { alone: true, hours: [9] })], running: [] })).toEqual(["A"]);
    expect(reasons({ waiting: later(4), running, agents: [[0, 0, 0]] })).toEqual([
      "A after R because both write src/x.ts",
      "B waits because A comes first and is expected to start before B would be done",
    ]);
  });

  it("keep later ones from an earlier one that runs alone, so that it comes to start at all", () => {
    const list = [waiting("A", { alone: true }), waiting("B", { hours: [9] }), waiting("C", { hours: [1] })];
    expect(started({ waiting: list, running: [{ task: "R", paths: ["src/x.ts"], hoursLeft: 3 }], agents: [[0, 0, 3]] })).toEqual(["C"]);
  });

  it("take the class that finishes them first, and wait for a better one that is soon free", () => {
    const agents = [[1], [0]];
    const slow = { hours: [2, 10] };
    expect(nextStarts(state({ waiting: [waiting("A", slow), waiting("B", { hours: [8, 10] })], agents, costs: [0, 0] }))).toEqual([
      { task: "B", agentClass: 1 },
    ]);
    expect(started({ waiting: [waiting("A", slow)], agents: [[Infinity], [0]], costs: [0, 0] })).toEqual(["A"]);
  });
});

describe("a task that waits says why", () => {
  it("in a sentence for each, up to a limit", () => {
    const list = [waiting("A"), waiting("B", { paths: ["src/A.ts"] }), waiting("C"), waiting("D"), waiting("P", { dependsOn: ["A"] })];
    expect(reasons({ waiting: list, primary: "P" })).toEqual([
      "B after A because both write src/A.ts",
      "C waits because P has the last free agent kept for it",
      "D waits because P has the last free agent kept for it",
      "P after A because it depends on it",
    ]);
    expect(reasons({ waiting: list, primary: "P" }, 1)).toHaveLength(1);
    expect(reasons({ waiting: list.slice(0, 1), agents: [[2]] })).toEqual(["A waits because every agent is busy"]);
    const choosy = waiting("A", { hours: [2, 10] });
    expect(reasons({ waiting: [choosy], agents: [[1], [0]], costs: [0, 0] })).toEqual([
      "A waits because a busy agent would finish it sooner than a free one",
    ]);
  });
});
