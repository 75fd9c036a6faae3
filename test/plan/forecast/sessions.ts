import type { FinishedSession } from "../../../src/plan/forecast/finished-session.ts";

/** A finished session with what a test is about. */
export function session(facts: Partial<FinishedSession>): FinishedSession {
  return {
    task: "QA-001",
    agentClass: "claude",
    kind: "QA",
    estimateHours: 6,
    hours: 6,
    finishedAtMs: 0,
    outcome: "done",
    tries: 1,
    ...facts,
  };
}

/** As many alike, of different tasks, one after the other. */
export function sessions(count: number, facts: Partial<FinishedSession>): FinishedSession[] {
  return Array.from({ length: count }, (_, at) => session({ task: `QA-${at + 1}`, finishedAtMs: at * 3_600_000, ...facts }));
}
