import { describe, expect, it } from "vitest";
import type { Random } from "../../../src/core/ports.ts";
import { seededRandom } from "../../../src/core/seeded-random.ts";
import { Board } from "../../../src/plan/dispatch/board.ts";
import { nextStarts, type WaitingTask } from "../../../src/plan/dispatch/next-starts.ts";
import type { DispatchProblem } from "../../../src/plan/dispatch/problem.ts";

const id = (task: number) => `T-${task}`;
const pickFrom = (random: Random) => (below: number) => Math.floor(random.fraction() * below);

function randomProblem(random: Random): DispatchProblem {
  const pick = pickFrom(random);
  const size = 1 + pick(14);
  const numbers = Array.from({ length: size }, (_, task) => task);
  const classes = 1 + pick(3);
  const pairs = numbers.flatMap((a) => numbers.filter((b) => b < a && pick(5) === 0).map((b) => [a, b] as const));
  return {
    predecessors: numbers.map((task) => numbers.filter((other) => other < task && pick(6) === 0)),
    conflicts: numbers.map((task) => pairs.flatMap(([a, b]) => (a === task ? [b] : b === task ? [a] : []))),
    alone: numbers.map(() => pick(10) === 0),
    capacities: Array.from({ length: classes }, () => 1 + pick(3)),
    costs: Array.from({ length: classes }, () => pick(3)),
    expected: numbers.map(() => Array.from({ length: classes }, () => 1 + pick(6))),
    primary: pick(2) === 0 ? pick(size) : null,
  };
}

const aWhile: WaitingTask = { id: "a while", paths: [], dependsOn: ["a while"], conflictsWith: [], hours: [] };

/** The same moment as the coordinator sees it; each conflict is known to one of the two tasks only. */
function startsByRule(problem: DispatchProblem, board: Board, list: readonly number[], now: number, notBefore: readonly number[]) {
  const startable = (task: number): WaitingTask => ({
    ...{ id: id(task), paths: [`src/${task}.ts`], alone: problem.alone?.[task] === true },
    dependsOn: [...(problem.predecessors[task] ?? []).map(id), ...((notBefore[task] ?? 0) > now ? ["a while"] : [])],
    conflictsWith: (problem.conflicts[task] ?? []).filter((other) => other < task).map(id),
    hours: problem.expected[task] ?? [],
  });
  const hoursLeft = (task: number) => {
    const expected = (board.expectedEnd[task] ?? 0) - now;
    return expected > 0 ? expected : Math.max((now - (board.startedAt[task] ?? 0)) / 2, Number.MIN_VALUE);
  };
  return nextStarts({
    // What is to be tried again later waits for a task that never starts.
    waiting: [...list.filter((task) => board.isDone[task] === 0 && !board.running.includes(task)).map(startable), aWhile],
    running: board.running.map((task) => ({ task: id(task), ...startable(task), hoursLeft: hoursLeft(task) })),
    isDone: (other) => other !== "a while" && board.isDone[Number(other.slice(2))] === 1,
    agents: problem.capacities.map((capacity, agentClass) => {
      const busy = board.running.filter((task) => board.classOf[task] === agentClass).map(hoursLeft);
      return [...busy, ...Array.from({ length: capacity - busy.length }, () => 0)];
    }),
    costs: problem.costs,
    primary: problem.primary === null ? null : id(problem.primary),
  });
}

describe("the board of the simulations starts what the coordinator's rule starts", () => {
  it.each(Array.from({ length: 150 }, (_, seed) => seed))("at every event of a random run (seed %i)", (seed) => {
    const random = seededRandom(seed);
    const pick = pickFrom(random);
    const problem = randomProblem(random);
    const shuffled = () => {
      const keys = problem.predecessors.map(() => random.fraction());
      return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    };
    let list = shuffled();
    const board = new Board(problem, list);
    const notBefore = problem.predecessors.map(() => 0);
    let now = 0;
    for (let events = 0; board.isDone.includes(0); events++) {
      expect(events).toBeLessThan(500);
      const byRule = startsByRule(problem, board, list, now, notBefore);
      const started = board.start(now);
      expect(started.map((task) => ({ task: id(task), agentClass: board.classOf[task] }))).toEqual(byRule);
      // Something else than expected happens: early, late, failed; and the order changes.
      const ends = board.running[pick(board.running.length)];
      const retry = board.nextRetry(now);
      now += random.fraction() * 4;
      if (ends === undefined) now = retry === Infinity ? now : Math.max(now, retry);
      else {
        const again = pick(6) === 0 ? now + random.fraction() * 3 : null;
        board.end(ends, again);
        notBefore[ends] = again ?? 0;
      }
      if (pick(4) === 0) {
        list = shuffled();
        board.setList(list);
      }
    }
  });
});

describe("the board", () => {
  const problem: DispatchProblem = {
    ...{ predecessors: [[], [], []], conflicts: [[], [], []], capacities: [3], costs: [0], expected: [[1], [1], [1]], primary: null },
  };
  it("keeps two tasks apart from when their conflict is known, and lets both go on where they run already", () => {
    const board = new Board(problem, [0, 1, 2]);
    board.begin(0, 0, 0);
    board.begin(1, 0, 0);
    board.addConflict(0, 1);
    board.addConflict(0, 2);
    expect(board.running).toEqual([0, 1]);
    expect(board.start(0)).toEqual([]);
    board.end(0, 2);
    expect(board.start(1)).toEqual([2]);
    board.end(1, null);
    expect(board.start(2)).toEqual([]);
    board.end(2, null);
    expect(board.nextRetry(1)).toBe(2);
    expect(board.start(2)).toEqual([0]);
  });
  it("tells when a failed task may be tried again, and starts it no earlier", () => {
    const board = new Board({ ...problem, predecessors: [[]], conflicts: [[]], expected: [[1]] }, [0]);
    expect(board.start(0)).toEqual([0]);
    board.end(0, 5);
    expect([board.start(4), board.nextRetry(4), board.start(5)]).toEqual([[], 5, [0]]);
  });
});
