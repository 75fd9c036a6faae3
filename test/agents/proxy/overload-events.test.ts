import { describe, expect, it } from "vitest";
import { overloadEvents } from "../../../src/agents/proxy/overload-events.ts";
import type { AgentEvent, FinishReason } from "../../../src/core/agent.ts";

const NOW = 1_000_000;

function told(answers: readonly (readonly [number, number | null])[], reason: FinishReason, said: readonly AgentEvent[] = []) {
  const events: AgentEvent[] = [];
  const { onEvent, onStatus } = overloadEvents(
    (event) => events.push(event),
    () => NOW,
  );
  for (const [status, seconds] of answers) onStatus(status, seconds);
  for (const event of said) onEvent(event);
  onEvent({ kind: "finished", reason, detail: "" });
  return events.slice(0, -1);
}

describe("an agent whose model says: not now", () => {
  it("met its limit when it ended on that word, until the time it was told", () => {
    expect(
      told(
        [
          [200, null],
          [529, null],
        ],
        "exited-nonzero",
      ),
    ).toEqual([{ kind: "rate-limited", untilMs: null }]);
    expect(told([[429, 30]], "cancelled")).toEqual([{ kind: "rate-limited", untilMs: NOW + 30_000 }]);
    expect(
      told(
        [
          [503, null],
          [529, 7],
        ],
        "killed",
      ),
    ).toEqual([{ kind: "rate-limited", untilMs: NOW + 7_000 }]);
  });

  it("did not when it got past it, ended well, or failed for something else", () => {
    expect(
      told(
        [
          [529, null],
          [200, null],
        ],
        "exited-nonzero",
      ),
    ).toEqual([]);
    expect(told([[529, null]], "completed")).toEqual([]);
    expect(
      told(
        [
          [529, null],
          [400, null],
        ],
        "exited-nonzero",
      ),
    ).toEqual([]);
    expect(told([], "exited-nonzero")).toEqual([]);
  });

  it("is told once, by its own word where it says one", () => {
    const own: AgentEvent = { kind: "rate-limited", untilMs: 5 };
    expect(told([[529, null]], "exited-nonzero", [own])).toEqual([own]);
  });
});
