import { z } from "zod";
import { content, saidBy } from "./content.ts";
import { type Dialect, inPieces, type NewId } from "./dialect.ts";
import { openaiFault } from "./openai-fault.ts";
import { jsonSchema } from "./sample-of-schema.ts";
import type { ModelAnswer, ModelRequest, ModelTurn, StreamEvent, ToolCall, ToolOffer } from "./turn.ts";

const itemSchema = z.looseObject({ type: z.string().optional(), role: z.string().optional(), content });
const toolSchema = z.looseObject({ type: z.string(), name: z.string().optional(), parameters: jsonSchema.optional() });

const requestSchema = z.looseObject({
  model: z.string().default("unknown"),
  stream: z.boolean().default(false),
  input: z.union([z.string(), z.array(itemSchema)]).default([]),
  tools: z.array(toolSchema.extend({ tools: z.array(toolSchema).optional() })).default([]),
  text: z.looseObject({ format: z.looseObject({ schema: jsonSchema.optional() }).nullish() }).nullish(),
});

/** OpenAI's Responses API, as codex speaks it (https://platform.openai.com/docs/api-reference/responses-streaming). */
export const openaiResponses: Dialect = {
  name: "openai-responses",
  path: /\/responses$/,
  read(body) {
    const { model, stream, input, tools, text } = requestSchema.parse(body);
    return {
      model,
      isStreamed: stream,
      turns: typeof input === "string" ? [{ role: "user", text: input, calls: 0 }] : input.flatMap(turnOf),
      tools: tools.flatMap((tool) =>
        tool.type === "namespace" ? (tool.tools ?? []).map((one) => offerOf(one, tool.name ?? null)) : [offerOf(tool, null)],
      ),
      answerSchema: text?.format?.schema ?? null,
    };
  },
  whole: (request, answer, newId) => completed(opening(request, newId), items(answer, newId), answer),
  events(request, answer, newId) {
    const response = opening(request, newId);
    const output = items(answer, newId);
    const events = [
      { type: "response.created", response },
      ...output.flatMap(itemEvents),
      { type: "response.completed", response: completed(response, output, answer) },
    ];
    return events.map((event, index): StreamEvent => ({ event: event.type, data: { ...event, sequence_number: index } }));
  },
  fault: openaiFault,
};

/** Calls and results are items of their own; reasoning and other kinds say nothing of the script. */
function turnOf(item: z.infer<typeof itemSchema>): readonly ModelTurn[] {
  if (item.type === "function_call" || item.type === "custom_tool_call") return [{ role: "assistant", text: "", calls: 1 }];
  if (item.type === "function_call_output" || item.type === "custom_tool_call_output") return [{ role: "tool", text: "", calls: 0 }];
  if (item.role === undefined) return [];
  return item.role === "assistant" ? [{ role: "assistant", text: "", calls: 0 }] : saidBy(item.content);
}

function offerOf({ type, name, parameters }: z.infer<typeof toolSchema>, namespace: string | null): ToolOffer {
  return { name: name ?? type, namespace, isText: type === "custom", parameters: parameters ?? {} };
}

interface MessageItem {
  readonly type: "message";
  readonly id: string;
  readonly role: "assistant";
  readonly status: string;
  readonly content: readonly { readonly type: "output_text"; readonly text: string; readonly annotations: readonly [] }[];
}

interface CallItem {
  readonly type: "function_call" | "custom_tool_call";
  readonly id: string;
  readonly call_id: string;
  readonly name: string;
  readonly namespace?: string;
  readonly arguments?: string;
  readonly input?: string;
  readonly status: string;
}

function opening({ model }: ModelRequest, newId: NewId) {
  const id = newId("resp");
  return { id, object: "response", created_at: 0, status: "in_progress", model, output: [], error: null, incomplete_details: null };
}

function completed(response: ReturnType<typeof opening>, output: readonly (MessageItem | CallItem)[], { usage }: ModelAnswer) {
  const { inputTokens, outputTokens } = usage;
  return {
    ...response,
    status: "completed",
    output,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function items({ text, calls }: ModelAnswer, newId: NewId): readonly (MessageItem | CallItem)[] {
  const part = (said: string) => ({ type: "output_text", text: said, annotations: [] }) as const;
  const said: readonly MessageItem[] =
    text === null ? [] : [{ type: "message", id: newId("msg"), role: "assistant", status: "completed", content: [part(text)] }];
  return [...said, ...calls.map((call) => callItem(call, newId))];
}

function callItem({ name, namespace, input }: ToolCall, newId: NewId): CallItem {
  const ids = { id: newId(typeof input === "string" ? "ctc" : "fc"), call_id: newId("call") };
  const where = namespace === null ? { name } : { name, namespace };
  return typeof input === "string"
    ? { type: "custom_tool_call", ...ids, ...where, input, status: "completed" }
    : { type: "function_call", ...ids, ...where, arguments: JSON.stringify(input), status: "completed" };
}

function itemEvents(item: MessageItem | CallItem, output_index: number) {
  const at = { item_id: item.id, output_index };
  return [
    { type: "response.output_item.added", output_index, item: { ...item, status: "in_progress", ...emptied(item) } },
    ...(item.type === "message" ? messageEvents(item, at) : argumentEvents(item, at)),
    { type: "response.output_item.done", output_index, item },
  ];
}

function emptied(item: MessageItem | CallItem) {
  if (item.type === "message") return { content: [] };
  return item.type === "function_call" ? { arguments: "" } : { input: "" };
}

function messageEvents(item: MessageItem, at: object) {
  return item.content.flatMap((part, content_index) => {
    const here = { ...at, content_index };
    return [
      { type: "response.content_part.added", ...here, part: { ...part, text: "" } },
      ...inPieces(part.text).map((delta) => ({ type: "response.output_text.delta", ...here, delta })),
      { type: "response.output_text.done", ...here, text: part.text },
      { type: "response.content_part.done", ...here, part },
    ];
  });
}

function argumentEvents(item: CallItem, at: object) {
  const isFunction = item.type === "function_call";
  const kind = isFunction ? "response.function_call_arguments" : "response.custom_tool_call_input";
  const text = item.arguments ?? item.input ?? "";
  return [
    ...inPieces(text).map((delta) => ({ type: `${kind}.delta`, ...at, delta })),
    { type: `${kind}.done`, ...at, [isFunction ? "arguments" : "input"]: text },
  ];
}
