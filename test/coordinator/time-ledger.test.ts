import { describe, expect, it } from "vitest";
import { TimeLedger } from "../../src/coordinator/time-ledger.ts";
import type { EventBody, StoredEvent } from "../../src/core/event.ts";

const started: EventBody = { kind: "agent-started", attempt: 1, confined: true };
const ended = (ms: number): EventBody => ({ kind: "agent-ended", attempt: 1, reason: "killed", detail: "", ms });
const word: EventBody = { kind: "agent", event: { kind: "text", text: "hello" } };
const answered: EventBody = { kind: "answered", question: "q", answer: "a" };
const life = (resumed: boolean): EventBody => ({ kind: "run-started", agents: 1, primary: null, tasks: [], resumed });

/** @param events with the second each happened at. */
function ledgerOf(events: readonly (readonly [seconds: number, body: EventBody, session?: string | null, run?: string])[]): TimeLedger {
  const ledger = new TimeLedger("r");
  for (const [seq, [seconds, body, session = "s", run = "r"]] of events.entries()) {
    const event: StoredEvent = { seq, atMs: seconds * 1000, run, task: "t", session, body };
    ledger.take(event);
  }
  return ledger;
}

describe("how long a session's agents have worked", () => {
  it("is all tries together, of earlier runs too, until a person answers", () => {
    const tries = [
      [0, started, "s", "earlier"],
      [9, ended(9_000), "s", "earlier"],
      [20, started],
      [25, ended(5_000)],
    ] as const;
    expect(ledgerOf(tries).ofRound("s")).toBe(14_000);
    expect(ledgerOf(tries).ofRound("other")).toBe(0);
    expect(ledgerOf([...tries, [30, answered], [40, started], [42, ended(2_000)]]).ofRound("s")).toBe(2_000);
  });

  it("counts a try that a killed coordinator left up to the last word of it, once", () => {
    const killed = [
      [0, started],
      [7, word],
    ] as const;
    expect(ledgerOf(killed).ofRound("s")).toBe(7_000);
    expect(ledgerOf([...killed, [500, started], [503, ended(3_000)]]).ofRound("s")).toBe(10_000);
  });

  it("is never less than nothing, whatever the clock does", () => {
    const setBack = [
      [100, started],
      [50, word],
    ] as const;
    expect(ledgerOf(setBack).ofRound("s")).toBe(0);
  });
});

describe("how long a run has gone on", () => {
  it("is what its earlier processes ran, without the time between them and without other runs", () => {
    const killedTwice = [
      [0, life(false), null],
      [60, word],
      [1_000, life(true), null],
      [1_030, word],
      [1_500, word, "s", "another"],
      [9_000, life(true), null],
      [9_010, word],
    ] as const;
    expect(ledgerOf(killedTwice).ofEarlierProcesses()).toBe(90_000);
    expect(ledgerOf(killedTwice.slice(0, 2)).ofEarlierProcesses()).toBe(0);
  });
});
