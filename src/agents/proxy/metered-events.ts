import type { AgentEvent } from "../../core/agent.ts";
import type { MeteredUsage } from "./usage-meter.ts";

/**
 * Takes what was metered into an agent's events, and never counts anything twice: at once for an agent that does not
 * report what it uses; for one that should, at its end and only if it did not.
 */
export function meteredEvents(
  onEvent: (event: AgentEvent) => void,
  reportsUsage: boolean,
): { readonly onEvent: (event: AgentEvent) => void; readonly onUsage: (usage: MeteredUsage) => void } {
  const kept = { inputTokens: 0, outputTokens: 0 };
  let hasReported = false;
  const tell = (usage: MeteredUsage) => onEvent({ kind: "usage", ...usage, costUsd: null });
  return {
    onEvent(event) {
      hasReported ||= event.kind === "usage";
      if (event.kind === "finished" && reportsUsage && !hasReported && kept.inputTokens + kept.outputTokens > 0) tell(kept);
      onEvent(event);
    },
    onUsage(usage) {
      if (!reportsUsage) return tell(usage);
      kept.inputTokens += usage.inputTokens;
      kept.outputTokens += usage.outputTokens;
    },
  };
}
