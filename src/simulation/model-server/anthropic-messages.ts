import { z } from "zod";
import { type Content, content, saidBy } from "./content.ts";
import { type Dialect, inPieces, type NewId } from "./dialect.ts";
import { jsonSchema } from "./sample-of-schema.ts";
import type { ModelAnswer, ModelRequest, ModelTurn, StreamEvent } from "./turn.ts";

const requestSchema = z.looseObject({
  model: z.string().default("unknown"),
  stream: z.boolean().default(false),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content })).default([]),
  tools: z.array(z.looseObject({ name: z.string(), input_schema: jsonSchema.optional() })).default([]),
  output_config: z.looseObject({ format: z.looseObject({ schema: jsonSchema }).nullish() }).nullish(),
});

/** Anthropic's Messages API, as claude speaks it (https://docs.anthropic.com/en/api/messages). */
export const anthropicMessages: Dialect = {
  name: "anthropic-messages",
  path: /\/messages$/,
  read(body) {
    const { model, stream, messages, tools, output_config } = requestSchema.parse(body);
    return {
      model,
      isStreamed: stream,
      turns: messages.flatMap(turnsOf),
      tools: tools.map((tool) => ({ name: tool.name, namespace: null, isText: false, parameters: tool.input_schema ?? {} })),
      answerSchema: output_config?.format?.schema ?? null,
    };
  },
  whole(request, answer, newId) {
    const usage = { ...NO_CACHE, input_tokens: answer.usage.inputTokens, output_tokens: answer.usage.outputTokens };
    return { ...opening(request, answer, newId), content: blocks(answer, newId), stop_reason: stopReason(answer), usage };
  },
  events(request, answer, newId) {
    const message = opening(request, answer, newId);
    return [
      named({ type: "message_start", message }),
      ...blocks(answer, newId).flatMap(blockEvents),
      named({
        type: "message_delta",
        delta: { stop_reason: stopReason(answer), stop_sequence: null },
        usage: { output_tokens: answer.usage.outputTokens },
      }),
      named({ type: "message_stop" }),
    ];
  },
  fault: (status, message) => ({ type: "error", error: { type: FAULTS[status] ?? "api_error", message } }),
};

/** A tool's result is a part of a user's message here, before what the user says. */
function turnsOf({ role, content: parts }: { readonly role: string; readonly content: Content }): readonly ModelTurn[] {
  if (role === "assistant") return [{ role, text: "", calls: parts.filter((part) => part.type === "tool_use").length }];
  const result: readonly ModelTurn[] = parts.some((part) => part.type === "tool_result") ? [{ role: "tool", text: "", calls: 0 }] : [];
  return [...result, ...saidBy(parts)];
}

const FAULTS: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

const NO_CACHE = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

type Block =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly id: string; readonly name: string; readonly input: unknown };

function opening(request: ModelRequest, answer: ModelAnswer, newId: NewId) {
  return {
    id: newId("msg"),
    type: "message",
    role: "assistant",
    model: request.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...NO_CACHE, input_tokens: answer.usage.inputTokens, output_tokens: 1 },
  };
}

function blocks({ text, calls }: ModelAnswer, newId: NewId): readonly Block[] {
  const said: readonly Block[] = text === null ? [] : [{ type: "text", text }];
  return [...said, ...calls.map((call): Block => ({ type: "tool_use", id: newId("toolu"), name: call.name, input: call.input }))];
}

function blockEvents(block: Block, index: number): readonly StreamEvent[] {
  const start = block.type === "text" ? { type: "text", text: "" } : { ...block, input: {} };
  const deltas =
    block.type === "text"
      ? inPieces(block.text).map((text) => ({ type: "text_delta", text }))
      : inPieces(JSON.stringify(block.input)).map((partial_json) => ({ type: "input_json_delta", partial_json }));
  return [
    named({ type: "content_block_start", index, content_block: start }),
    ...deltas.map((delta) => named({ type: "content_block_delta", index, delta })),
    named({ type: "content_block_stop", index }),
  ];
}

function stopReason({ calls }: ModelAnswer): string {
  return calls.length > 0 ? "tool_use" : "end_turn";
}

function named(data: { readonly type: string; readonly [key: string]: unknown }): StreamEvent {
  return { event: data.type, data };
}
