import { describe, expect, it } from "vitest";
import { backOffMs, failuresIn, type TurnFacts, turnEnd } from "../../src/coordinator/turn-end.ts";
import { turnNotes } from "../../src/coordinator/turn-notes.ts";
import type { EventBody, StoredEvent } from "../../src/core/event.ts";

const NOW = Date.UTC(2026, 0, 5, 9);
const DAY_MS = 24 * 3_600_000;
const facts = (more: Partial<TurnFacts> = {}): TurnFacts => ({
  finish: { reason: "completed", detail: "exit 0" },
  ...{
    limit: null,
    stalled: false,
    overBudget: null,
    asked: null,
    crashes: 0,
    limits: 0,
    attempts: 2,
    retrySeconds: 1,
    nowMs: NOW,
    fraction: 0.999,
  },
  ...more,
});
const died = { reason: "killed", detail: "SIGKILL" } as const;

describe("what follows a turn", () => {
  it("is the submission of what it left, whatever its agent says of its end", () => {
    for (const reason of ["completed", "timed-out", "output-limit"] as const)
      expect(turnEnd(facts({ finish: { reason, detail: "" } }))).toEqual({ kind: "submit" });
  });
  it("is a wait for a person when the agent asked, and the next turn when that is answered already", () => {
    const asked = { question: "red or blue?", answered: false };
    expect(turnEnd(facts({ asked, finish: died }))).toEqual({ kind: "ask", question: "red or blue?" });
    expect(turnEnd(facts({ asked: { ...asked, answered: true } }))).toEqual({ kind: "next-turn" });
  });
  it("is a wait until the time the agent was told, neither in the past nor beyond a week's quota", () => {
    const wait = (untilMs: number) => turnEnd(facts({ finish: died, limit: { untilMs } }));
    expect(wait(NOW + 5_000)).toMatchObject({ kind: "wait", state: "rate-limited", untilMs: NOW + 5_000 });
    expect(wait(NOW - 5_000)).toMatchObject({ untilMs: NOW });
    expect(wait(NOW + 400 * DAY_MS)).toMatchObject({ untilMs: NOW + 8 * DAY_MS });
  });
  it("is a pause that doubles where it was told no time; after twenty in a row a person is asked", () => {
    const pause = (limits: number) => turnEnd(facts({ limits, limit: { untilMs: null } }));
    expect([0, 1, 2].map(pause)).toMatchObject([{ untilMs: NOW + 9_995 }, { untilMs: NOW + 19_990 }, { untilMs: NOW + 39_980 }]);
    expect(pause(20)).toMatchObject({ kind: "ask" });
  });
  it("is another start of an agent that died or stalled, and after its tries the submission", () => {
    expect(turnEnd(facts({ finish: died, crashes: 1 }))).toMatchObject({ kind: "wait", state: "stalled", untilMs: NOW + 1_000 });
    expect(turnEnd(facts({ finish: { reason: "cancelled", detail: "" }, stalled: true, crashes: 1 }))).toMatchObject({ state: "stalled" });
    expect(turnEnd(facts({ finish: died, crashes: 2 }))).toEqual({ kind: "submit" });
  });
});

describe("the pause before another try", () => {
  it("doubles up to five minutes, and half of it is drawn", () => {
    expect([1, 2, 3, 4].map((failures) => backOffMs(failures, 1_000, 0))).toEqual([500, 1_000, 2_000, 4_000]);
    expect(backOffMs(1, 1_000, 0.5)).toBe(750);
    expect(backOffMs(1_000, 1_000, 0.999)).toBeLessThanOrEqual(300_000);
  });
});

describe("failures", () => {
  it("count ends of agents and limits since a person last answered; a killed coordinator is nobody's failure", () => {
    const ended = (reason: string): EventBody => ({ kind: "agent-ended", attempt: 1, reason, detail: "", ms: 1 });
    const limited: EventBody = { kind: "session-moved", from: "working", to: "rate-limited", reason: "" };
    const started: EventBody = { kind: "agent-started", attempt: 1, confined: true };
    const tell = (...bodies: readonly EventBody[]) =>
      failuresIn(bodies.map((body, index): StoredEvent => ({ seq: index + 1, atMs: 0, run: null, task: null, session: "s", body })));
    expect(tell(ended("killed"), ended("stalled"), started, ended("completed"), ended("cancelled"), limited)).toEqual({
      crashes: 2,
      limits: 1,
    });
    expect(tell(ended("killed"), limited, { kind: "answered", question: "", answer: "" }, ended("killed"))).toEqual({
      crashes: 1,
      limits: 0,
    });
  });
});

describe("a rate limit", () => {
  it("counts until the agent works on", () => {
    const notes = turnNotes();
    notes.onEvent({ kind: "rate-limited", untilMs: 5 });
    notes.onEvent({ kind: "text", text: "You have hit your limit." });
    expect(notes.limit()).toEqual({ untilMs: 5 });
    notes.onEvent({ kind: "tool", tool: "execute", title: "npm test", paths: [] });
    expect(notes.limit()).toBeNull();
  });
});
