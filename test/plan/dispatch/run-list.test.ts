import { describe, expect, it } from "vitest";
import type { DispatchProblem } from "../../../src/plan/dispatch/problem.ts";
import { type Chance, listRunner } from "../../../src/plan/dispatch/run-list.ts";

const problem = (more: Partial<DispatchProblem> = {}): DispatchProblem => ({
  ...{ predecessors: [[], [], []], conflicts: [[], [], []], capacities: [2], costs: [0], expected: [[2], [3], [4]], primary: null },
  ...more,
});
/** Everything takes what is expected, and succeeds. */
const asExpected = ({ expected }: DispatchProblem): Chance => ({
  hours: (task, agentClass) => expected[task]?.[agentClass] ?? 0,
  redo: () => null,
});
const run = (one: DispatchProblem, list: readonly number[], chance = asExpected(one)) => listRunner(one)(list, chance);

describe("a list that is run", () => {
  it("starts whatever may start, in its order, and says what each waited for", () => {
    const { starts, finishes, makespan, after } = run(problem(), [2, 0, 1]);
    expect([...starts]).toEqual([0, 2, 0]);
    expect([...finishes]).toEqual([2, 5, 4]);
    expect(makespan).toBe(5);
    expect([...after]).toEqual([-1, 0, -1]);
  });

  it("keeps tasks apart that conflict, depend on each other or run alone", () => {
    expect([...run(problem({ conflicts: [[1], [0], []] }), [0, 1, 2]).starts]).toEqual([0, 2, 0]);
    expect([...run(problem({ predecessors: [[], [0], [1]] }), [2, 1, 0]).starts]).toEqual([0, 2, 5]);
    expect([...run(problem({ alone: [false, true, false] }), [0, 2, 1]).starts]).toEqual([0, 4, 0]);
    // The one that runs alone comes before the last: that does not start beside the first, which ends sooner than it would.
    expect([...run(problem({ alone: [false, true, false] }), [0, 1, 2]).starts]).toEqual([0, 2, 5]);
  });

  it("does a failed task again after its wait, at the agents' cost", () => {
    const one = problem();
    const chance: Chance = { hours: (task) => one.expected[task]?.[0] ?? 0, redo: (task, tries) => (task === 0 && tries < 3 ? 1 : null) };
    const { finishes, starts } = run(one, [0, 1, 2], chance);
    // 0 to 2; again 3 to 5 is taken by 2, which was free at 2: tries again whenever an agent is free.
    expect(starts[0]).toBe(0);
    expect(finishes[0]).toBeGreaterThanOrEqual(2 + 1 + 2 + 1 + 2);
    expect([...finishes].every(Number.isFinite)).toBe(true);
  });

  it("goes on from what is under way, whatever that conflicts with", () => {
    const one = problem({ conflicts: [[1], [0], []], predecessors: [[2], [], []] });
    const { starts, finishes } = listRunner(one)([0, 1, 2], asExpected(one), [
      { task: 0, agentClass: 0, hoursLeft: 7 },
      { task: 2, agentClass: 0, hoursLeft: 1 },
    ]);
    expect([...starts]).toEqual([0, 7, 0]);
    expect([...finishes]).toEqual([7, 10, 1]);
  });

  it("says Infinity of tasks that wait for each other in a circle, and runs the others", () => {
    const { finishes, makespan } = run(problem({ predecessors: [[1], [0], []] }), [0, 1, 2]);
    expect([...finishes]).toEqual([Infinity, Infinity, 4]);
    expect(makespan).toBe(4);
  });

  it("of nothing takes no time", () => {
    expect(run(problem({ predecessors: [], conflicts: [], expected: [] }), []).makespan).toBe(0);
  });
});
