import { z } from "zod";
import type { AgentEvent } from "../../core/agent.ts";
import { shortText, textEvents } from "../output-parser.ts";
import type { ToolCalls } from "./tool-calls.ts";

/** The updates of one session as events of our vocabulary. */
export interface SessionUpdates {
  /** Takes the parameters of one `session/update`; what is no update says nothing. */
  take(params: unknown): readonly AgentEvent[];
  /** The text that is not told of yet. */
  rest(): readonly AgentEvent[];
  /** What a turn has used, from the answer to its prompt and from the updates; nothing where the agent tells nothing. */
  usage(answer: unknown): readonly AgentEvent[];
}

const count = z.number().nonnegative().catch(0);

/** The updates that say something to us (protocol version 1). Thoughts are not kept: they are long and prove nothing. */
const update = z.discriminatedUnion("sessionUpdate", [
  z.looseObject({ sessionUpdate: z.literal("agent_message_chunk"), content: z.looseObject({ text: z.string().catch("") }) }),
  z.looseObject({ sessionUpdate: z.literal("tool_call") }),
  z.looseObject({ sessionUpdate: z.literal("tool_call_update") }),
  z.looseObject({ sessionUpdate: z.literal("plan"), entries: z.array(z.looseObject({ content: z.string() })) }),
  z.looseObject({
    sessionUpdate: z.literal("usage_update"),
    cost: z.looseObject({ amount: z.number().nonnegative(), currency: z.string() }).nullish().catch(null),
  }),
]);

/**
 * What agents add to the answer to a prompt, beyond version 1: claude, codex and opencode `usage`, gemini its `quota`.
 * A number that is none counts as 0.
 */
const answered = z.union([
  z.looseObject({
    usage: z.looseObject({ inputTokens: count, outputTokens: count, cachedReadTokens: count, cachedWriteTokens: count }),
  }),
  z
    .looseObject({
      _meta: z.looseObject({ quota: z.looseObject({ token_count: z.looseObject({ input_tokens: count, output_tokens: count }) }) }),
    })
    .transform(({ _meta: { quota } }) => ({
      usage: {
        inputTokens: quota.token_count.input_tokens,
        outputTokens: quota.token_count.output_tokens,
        cachedReadTokens: 0,
        cachedWriteTokens: 0,
      },
    })),
]);

const params = z.looseObject({ update });
/** Text is told of in pieces of about this size, at the end of a line where there is one. */
const TEXT_CHARACTERS = 2000;
const ENTRIES_MAX = 200;

/** Text comes a few characters at a time: neighbouring chunks are one event. */
export function sessionUpdates(calls: ToolCalls): SessionUpdates {
  let text = "";
  let costUsd: number | null = null;
  let toldUsd = 0;
  const rest = () => {
    const events = textEvents(text);
    text = "";
    return events;
  };
  return {
    rest,
    take(said) {
      const parsed = params.safeParse(said);
      if (!parsed.success) return [];
      const heard = parsed.data.update;
      switch (heard.sessionUpdate) {
        case "agent_message_chunk":
          text += heard.content.text;
          return text.length >= TEXT_CHARACTERS ? rest() : [];
        case "tool_call":
        case "tool_call_update": {
          const { events } = calls.take(heard);
          return events.length === 0 ? [] : [...rest(), ...events];
        }
        case "plan":
          return [...rest(), { kind: "plan", entries: heard.entries.slice(0, ENTRIES_MAX).map(({ content }) => shortText(content, 200)) }];
        case "usage_update":
          if (heard.cost?.currency === "USD") costUsd = heard.cost.amount;
          return [];
      }
    },
    usage(answer) {
      const tokens = answered.safeParse(answer).data?.usage;
      // What an agent tells of its cost is the sum since it was started.
      const spentUsd = costUsd === null ? null : Math.max(0, costUsd - toldUsd);
      toldUsd = costUsd ?? toldUsd;
      if (tokens === undefined && spentUsd === null) return [];
      const { inputTokens = 0, outputTokens = 0, cachedReadTokens = 0, cachedWriteTokens = 0 } = tokens ?? {};
      return [{ kind: "usage", inputTokens: inputTokens + cachedReadTokens + cachedWriteTokens, outputTokens, costUsd: spentUsd }];
    },
  };
}
