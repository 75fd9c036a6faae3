import { describe, expect, it } from "vitest";
import { claudeParser } from "../../src/agents/parse-claude.ts";
import { codexParser } from "../../src/agents/parse-codex.ts";
import { rateLimitIn } from "../../src/agents/rate-limits.ts";

const NOW = 1_700_000_000_000;

describe("a rate limit in an agent's own error message", () => {
  it("is known by its status and words, with its end where it says one", () => {
    const until = (message: string) => rateLimitIn(message, NOW).map((event) => (event.kind === "rate-limited" ? event.untilMs : event));
    expect(until("exceeded retry limit, last status: 429 Too Many Requests")).toEqual([null]);
    expect(until('API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}')).toEqual([null]);
    expect(until("You've hit your usage limit. Upgrade, or try again in 2 hours 5 minutes.")).toEqual([NOW + 125 * 60_000]);
    expect(until("Rate limit reached for gpt-x. Please try again in 20s. Visit")).toEqual([NOW + 20_000]);
    expect(until("Claude AI usage limit reached|1749924000")).toEqual([1_749_924_000_000]);
  });
  it("is not seen in other errors", () => {
    for (const message of ["API Error: 400 bad request", "stream disconnected before completion", "exit 4290"])
      expect(rateLimitIn(message, NOW)).toEqual([]);
  });
  it("is told by the parsers at the end of a turn, never for what the model says", () => {
    const codex = codexParser("/w", () => NOW);
    expect(codex(JSON.stringify({ type: "turn.failed", error: { message: "last status: 429 Too Many Requests" } }))).toContainEqual({
      kind: "rate-limited",
      untilMs: null,
    });
    const said = { type: "item.completed", item: { type: "agent_message", text: "I handle 429 Too Many Requests now." } };
    expect(codex(JSON.stringify(said)).map(({ kind }) => kind)).toEqual(["text"]);
    const claude = claudeParser("/w", () => NOW);
    const result = { type: "result", subtype: "success", result: "API Error: 529 overloaded_error" };
    expect(claude(JSON.stringify({ ...result, is_error: true })).map(({ kind }) => kind)).toEqual(["text", "rate-limited"]);
    expect(claude(JSON.stringify({ ...result, is_error: false }))).toEqual([]);
  });
});
