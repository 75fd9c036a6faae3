import { describe, expect, it } from "vitest";
import { nextOrder, type Situation } from "../../src/coordinator/next-order.ts";
import type { SessionState } from "../../src/core/session.ts";
import type { Task } from "../../src/core/task.ts";
import { conflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import { durationModel } from "../../src/plan/forecast/duration-model.ts";
import type { SessionRow } from "../../src/store/rows.ts";
import { task } from "../plan/tasks.ts";

const HOUR_MS = 3_600_000;
const lasting = (id: string, hours: number, more: Parameters<typeof task>[1] = {}) =>
  task(id, { effort: { minHours: hours, maxHours: hours }, ...more });

function session(id: string, state: SessionState, more: Partial<SessionRow> = {}): SessionRow {
  return {
    ...{ id: `S-${id}`, run: "run-1", task: id, agent: "agent", slot: 0, epoch: 1, claimRef: "", claimOid: "", base: "" },
    ...{
      confined: false,
      paths: [],
      state,
      agentSession: null,
      attempt: 1,
      returns: 0,
      question: null,
      answer: null,
      landedCommit: null,
      doneBy: null,
    },
    ...{ note: null, deadlineMs: null, openedAtMs: 0, updatedAtMs: 0 },
    ...more,
  };
}

function situation(tasks: readonly Task[], more: Partial<Situation> = {}): Situation {
  const sessions = more.sessions ?? [];
  const begun = new Set(sessions.map((one) => one.task));
  return {
    open: tasks.map(({ id }) => id).filter((id) => !begun.has(id)),
    sessions,
    outlook: { graph: conflictGraph(tasks), tasks: tasks.map(({ id }) => id) },
    tasks: new Map(tasks.map((one) => [one.id, one])),
    classes: [{ name: "agent", capacity: 2, speed: 1, costPerHour: 0 }],
    primary: null,
    durations: durationModel([]),
    nowMs: HOUR_MS,
    ...more,
  };
}

describe("the order from now on", () => {
  const shared = { write: ["src/x.ts"] };
  // B waits for R and excludes C, which fits before it only while R goes on for long.
  const tasks = [
    lasting("R-1", 4, shared),
    lasting("C-1", 9, { write: ["src/c.ts"], priority: "P3" }),
    lasting("B-1", 4, { write: ["src/x.ts", "src/c.ts"], priority: "P2" }),
    lasting("D-1", 40, { priority: "P3" }),
  ];
  const orderAfter = (hours: number) => {
    const late = situation(tasks, { sessions: [session("R-1", "working")], nowMs: hours * HOUR_MS });
    return nextOrder(late).order;
  };

  it("puts the task that waits for a late one further back", () => {
    expect(orderAfter(0.5).indexOf("B-1")).toBeLessThan(orderAfter(0.5).indexOf("C-1"));
    expect(orderAfter(60).indexOf("B-1")).toBeGreaterThan(orderAfter(60).indexOf("C-1"));
  });

  it("knows that a session that was handed in leaves its agent free, and a waiting one does not", () => {
    const two = [lasting("R-1", 30), lasting("A-1", 30), lasting("B-1", 1, { dependsOn: ["R-1"] })];
    const of = (state: SessionState) => nextOrder(situation(two, { sessions: [session("R-1", state)], classes: [oneAgent] })).order;
    expect(of("submitted")).toEqual(["B-1", "A-1"]);
    expect(of("working")).toHaveLength(2);
  });

  it("leaves alone what is beyond the outlook, what is worked on elsewhere, and tasks nobody knows", () => {
    const all = situation(tasks, { outlook: { graph: conflictGraph(tasks), tasks: ["B-1", "C-1"] }, open: ["B-1", "C-1", "D-1", "GONE"] });
    expect(nextOrder(all).order.toSorted()).toEqual(["B-1", "C-1"]);
    const elsewhere = nextOrder(situation(tasks, { sessions: [session("R-1", "working", { slot: -1 })] }));
    expect(elsewhere.order.toSorted()).toEqual(["B-1", "C-1", "D-1"]);
    expect(nextOrder(situation([])).order).toEqual([]);
  });
});

const oneAgent = { name: "agent", capacity: 1, speed: 1, costPerHour: 0 };
