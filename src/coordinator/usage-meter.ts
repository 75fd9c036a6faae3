import type { AgentEvent } from "../core/agent.ts";
import type { StoredEvent } from "../core/event.ts";
import type { Usage } from "../core/usage.ts";

/**
 * Some programs tell what their whole conversation has used, not what the turn has: codex 0.169 told 9,891 input tokens
 * after its first turn and 19,875 after the second, of about as many. This makes the difference of it, across turns and
 * restarts.
 * @param events of one session, oldest first.
 * @returns takes every event of the agent from now on, in order.
 */
export function usageMeter(events: readonly StoredEvent[]): (event: AgentEvent) => AgentEvent {
  let conversation: string | null = null;
  let counted = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };
  const take = (event: AgentEvent): AgentEvent => {
    if (event.kind === "session" && event.agentSession !== conversation) {
      conversation = event.agentSession;
      counted = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };
    }
    if (event.kind !== "usage") return event;
    const since = event.isTotal === true ? less(event, counted) : event;
    counted = {
      inputTokens: counted.inputTokens + since.inputTokens,
      outputTokens: counted.outputTokens + since.outputTokens,
      cachedTokens: counted.cachedTokens + (since.cachedTokens ?? 0),
    };
    return since;
  };
  for (const { body } of events) if (body.kind === "agent") take(body.event);
  return take;
}

function less(
  { isTotal: _, ...total }: Usage,
  counted: { readonly inputTokens: number; readonly outputTokens: number; readonly cachedTokens: number },
): Usage {
  const left = (all: number, before: number) => Math.max(0, all - before);
  return {
    ...total,
    inputTokens: left(total.inputTokens, counted.inputTokens),
    outputTokens: left(total.outputTokens, counted.outputTokens),
    ...(total.cachedTokens === undefined ? {} : { cachedTokens: left(total.cachedTokens, counted.cachedTokens) }),
  };
}
