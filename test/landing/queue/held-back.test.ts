import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Holder, holdOf } from "../../../src/landing/queue/held-back.ts";

const HOUR = 3_600_000;
const nobody = () => [];
const holder = (session: string, isOver: string | null = null): Holder => ({ session, path: "src/x.ts", isOver });
const handedIn = (holders: readonly Holder[], waitedMs = 0) => ({ session: "mine", waitedMs, holders });

describe("a change that wrote what another session held", () => {
  it("waits for the first holder that still works, and for none whose part is over, which is why it goes", () => {
    expect(holdOf(handedIn([]), nobody, HOUR)).toEqual({ holder: null, because: null });
    expect(holdOf(handedIn([holder("a", "a has handed in too"), holder("b")]), nobody, HOUR)).toEqual({ holder: holder("b") });
    expect(holdOf(handedIn([holder("a", "a is waiting-input")]), nobody, HOUR)).toEqual({ holder: null, because: "a is waiting-input" });
  });

  it("waits no longer than the limit", () => {
    expect(holdOf(handedIn([holder("a")], HOUR - 1), nobody, HOUR)).toEqual({ holder: holder("a") });
    expect(holdOf(handedIn([holder("a")], HOUR), nobody, HOUR)).toEqual({ holder: null, because: "it waited 60 min for a" });
    expect(holdOf(handedIn([holder("a")]), nobody, 0)).toMatchObject({ holder: null });
  });

  it("does not wait for a session that is itself behind it, be it by others", () => {
    const behind = new Map([
      ["a", ["b"]],
      ["b", ["mine"]],
    ]);
    expect(holdOf(handedIn([holder("a")]), (session) => behind.get(session) ?? [], HOUR)).toMatchObject({ holder: null });
    expect(holdOf(handedIn([holder("a"), holder("c")]), (session) => behind.get(session) ?? [], HOUR)).toEqual({ holder: holder("c") });
  });

  it("never waits in a circle: of any sessions that all wait to land, one may go", () => {
    const sessions = fc.integer({ min: 1, max: 8 }).chain((count) =>
      fc.array(
        fc.uniqueArray(
          fc.nat(count - 1).map((at) => `s${at}`),
          { maxLength: 4 },
        ),
        { minLength: count, maxLength: count },
      ),
    );
    fc.assert(
      fc.property(sessions, (behind) => {
        const others = (at: number) => (behind[at] ?? []).filter((session) => session !== `s${at}`);
        const holds = behind.map((_, at) =>
          holdOf(
            { session: `s${at}`, waitedMs: 0, holders: others(at).map((session) => holder(session)) },
            (session) => others(Number(session.slice(1))),
            HOUR,
          ),
        );
        return holds.some((hold) => hold.holder === null);
      }),
      { numRuns: 2_000 },
    );
  });
});
