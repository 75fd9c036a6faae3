import type { AgentEvent, AgentRequest } from "../../core/agent.ts";
import type { Usage } from "../../core/usage.ts";
import type { MeteredUsage } from "./usage-meter.ts";

/**
 * Takes what was metered into an agent's events, and never counts anything twice: at once for an agent that does not
 * report what it uses; for one that should, at its end and only if it did not; `onMetered` hears of it at once. Its own report gets the model's name, by
 * which there may be a price.
 */
export function meteredEvents(
  { onEvent, onMetered }: Pick<AgentRequest, "onEvent" | "onMetered">,
  reportsUsage: boolean,
): { readonly onEvent: (event: AgentEvent) => void; readonly onUsage: (usage: MeteredUsage) => void } {
  const kept = new Map<string | null, MeteredUsage>();
  let hasReported = false;
  let lastModel: string | null = null;
  return {
    onEvent(event) {
      hasReported ||= event.kind === "usage";
      if (event.kind === "finished" && reportsUsage && !hasReported) for (const usage of kept.values()) onEvent(usageEvent(usage));
      onEvent(event.kind === "usage" && lastModel !== null ? { model: lastModel, ...event } : event);
    },
    onUsage(usage) {
      lastModel = usage.model ?? lastModel;
      if (!reportsUsage) return onEvent(usageEvent(usage));
      kept.set(usage.model, added(kept.get(usage.model), usage));
      onMetered?.(usageEvent(usage));
    },
  };
}

function added(a: MeteredUsage | undefined, b: MeteredUsage): MeteredUsage {
  return {
    inputTokens: (a?.inputTokens ?? 0) + b.inputTokens,
    cachedTokens: (a?.cachedTokens ?? 0) + b.cachedTokens,
    outputTokens: (a?.outputTokens ?? 0) + b.outputTokens,
    model: b.model,
  };
}

function usageEvent({ inputTokens, cachedTokens, outputTokens, model }: MeteredUsage): Usage {
  return {
    ...{ kind: "usage", inputTokens, outputTokens, costUsd: null },
    ...(cachedTokens > 0 ? { cachedTokens } : {}),
    ...(model === null ? {} : { model }),
  };
}
