import { z } from "zod";
import { content, saidBy } from "./content.ts";
import { type Dialect, inPieces, type NewId } from "./dialect.ts";
import { openaiFault } from "./openai-fault.ts";
import { jsonSchema } from "./sample-of-schema.ts";
import type { ModelAnswer, ModelRequest, ModelTurn, StreamEvent } from "./turn.ts";

const messageSchema = z.looseObject({ role: z.string(), content, tool_calls: z.array(z.unknown()).nullish() });

const requestSchema = z.looseObject({
  model: z.string().default("unknown"),
  stream: z.boolean().default(false),
  messages: z.array(messageSchema).default([]),
  tools: z
    .array(z.looseObject({ function: z.looseObject({ name: z.string(), parameters: jsonSchema.optional() }) }))
    .nullish()
    .transform((tools) => tools ?? []),
  response_format: z.looseObject({ json_schema: z.looseObject({ schema: jsonSchema }).optional() }).nullish(),
});

/** OpenAI's Chat Completions API, as opencode, qwen and copilot speak it (https://platform.openai.com/docs/api-reference/chat). */
export const openaiChat: Dialect = {
  name: "openai-chat",
  path: /\/chat\/completions$/,
  read(body) {
    const { model, stream, messages, tools, response_format } = requestSchema.parse(body);
    return {
      model,
      isStreamed: stream,
      turns: messages.flatMap(turnsOf),
      tools: tools.map(({ function: { name, parameters } }) => ({ name, namespace: null, isText: false, parameters: parameters ?? {} })),
      answerSchema: response_format?.json_schema?.schema ?? null,
    };
  },
  whole(request, answer, newId) {
    const tools = toolCalls(answer, newId);
    const message = { role: "assistant", content: answer.text, ...(tools.length > 0 && { tool_calls: tools }) };
    return {
      ...opening(request, newId),
      object: "chat.completion",
      choices: [{ index: 0, message, finish_reason: finishReason(answer) }],
      usage: usageOf(answer),
    };
  },
  events(request, answer, newId) {
    const base = { ...opening(request, newId), object: "chat.completion.chunk" };
    const chunk = (delta: object, finish_reason: string | null = null) => ({ ...base, choices: [{ index: 0, delta, finish_reason }] });
    const chunks = [
      chunk({ role: "assistant", content: "" }),
      ...(answer.text === null ? [] : inPieces(answer.text).map((text) => chunk({ content: text }))),
      ...toolCalls(answer, newId).flatMap((call, index) => callDeltas(call, index).map((delta) => chunk({ tool_calls: [delta] }))),
      chunk({}, finishReason(answer)),
      { ...base, choices: [], usage: usageOf(answer) },
      "[DONE]",
    ];
    return chunks.map((data): StreamEvent => ({ event: null, data }));
  },
  fault: openaiFault,
};

function turnsOf({ role, content: parts, tool_calls }: z.infer<typeof messageSchema>): readonly ModelTurn[] {
  if (role === "assistant" || role === "tool") return [{ role, text: "", calls: tool_calls?.length ?? 0 }];
  return saidBy(parts);
}

function opening({ model }: ModelRequest, newId: NewId) {
  return { id: newId("chatcmpl"), created: 0, model };
}

function toolCalls({ calls }: ModelAnswer, newId: NewId) {
  return calls.map(({ name, input }) => {
    const text = typeof input === "string" ? input : JSON.stringify(input);
    return { id: newId("call"), type: "function", function: { name, arguments: text } };
  });
}

/** The first piece names the tool; the others only add to its arguments. */
function callDeltas(call: ReturnType<typeof toolCalls>[number], index: number): readonly object[] {
  const { name, arguments: text } = call.function;
  const pieces = inPieces(text).map((piece) => ({ index, function: { arguments: piece } }));
  return [{ index, ...call, function: { name, arguments: "" } }, ...pieces];
}

function finishReason({ calls }: ModelAnswer): string {
  return calls.length > 0 ? "tool_calls" : "stop";
}

function usageOf({ usage }: ModelAnswer) {
  const { inputTokens, outputTokens } = usage;
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
