import type { AgentEvent } from "../../core/agent.ts";

/** Answers by which a model's server says: not now. 529 is Anthropic's "overloaded". */
const NOT_NOW: ReadonlySet<number> = new Set([429, 503, 529]);

/**
 * Some programs say nothing of an overloaded model (codex 0.169 tries again by itself, then fails like for any other reason).
 * An agent that ended other than well while the last word of its model was "not now" met its limit: that is told just
 * before its end, so that its session waits instead of using up a try.
 */
export function overloadEvents(
  onEvent: (event: AgentEvent) => void,
  nowMs: () => number,
): {
  readonly onEvent: (event: AgentEvent) => void;
  readonly onStatus: (status: number, retryAfterSeconds: number | null) => void;
} {
  let untilMs: number | null | undefined;
  return {
    onEvent(event) {
      if (event.kind === "rate-limited") untilMs = undefined;
      if (event.kind === "finished" && event.reason !== "completed" && untilMs !== undefined) onEvent({ kind: "rate-limited", untilMs });
      onEvent(event);
    },
    onStatus(status, retryAfterSeconds) {
      if (NOT_NOW.has(status)) untilMs = retryAfterSeconds === null ? null : nowMs() + retryAfterSeconds * 1000;
      else untilMs = undefined;
    },
  };
}
