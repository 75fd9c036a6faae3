import { z } from "zod";
import { saidBy } from "./content.ts";
import { type Dialect, inPieces, type NewId } from "./dialect.ts";
import { jsonSchema } from "./sample-of-schema.ts";
import type { ModelAnswer, ModelRequest, ModelTurn, StreamEvent } from "./turn.ts";

const part = z.looseObject({ text: z.string().optional(), functionCall: z.unknown().optional(), functionResponse: z.unknown().optional() });
const declaration = z.looseObject({
  name: z.string(),
  parameters: jsonSchema.optional(),
  parametersJsonSchema: jsonSchema.optional(),
});

const contentsSchema = z.looseObject({ role: z.string().default("user"), parts: z.array(part).default([]) });
type Contents = z.infer<typeof contentsSchema>;

const requestSchema = z.looseObject({
  contents: z.array(contentsSchema).default([]),
  tools: z.array(z.looseObject({ functionDeclarations: z.array(declaration).optional() })).default([]),
  generationConfig: z.looseObject({ responseSchema: jsonSchema.optional(), responseJsonSchema: jsonSchema.optional() }).nullish(),
});

const PATH = /\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

/** Gemini's generateContent and streamGenerateContent, as gemini-cli speaks them (https://ai.google.dev/api/generate-content). */
export const geminiContents: Dialect = {
  name: "gemini-contents",
  path: PATH,
  read(body, path) {
    const { contents, tools, generationConfig } = requestSchema.parse(body);
    const [, model = "unknown", verb] = PATH.exec(path) ?? [];
    return {
      model: decodeURIComponent(model),
      isStreamed: verb === "streamGenerateContent",
      turns: contents.flatMap(turnsOf),
      tools: tools
        .flatMap((tool) => tool.functionDeclarations ?? [])
        .map(({ name, parameters, parametersJsonSchema }) => {
          return { name, namespace: null, isText: false, parameters: parametersJsonSchema ?? parameters ?? {} };
        }),
      answerSchema: generationConfig?.responseJsonSchema ?? generationConfig?.responseSchema ?? null,
    };
  },
  whole: (request, answer, newId) => chunkOf(request, newId("response"), partsOf(answer, newId), answer),
  events(request, answer, newId) {
    const id = newId("response");
    const words = answer.text === null ? [] : inPieces(answer.text).map((text) => ({ text }));
    const calls = partsOf({ ...answer, text: null }, newId);
    const pieces = [...words.map((one) => chunkOf(request, id, [one])), chunkOf(request, id, calls, answer)];
    return pieces.map((data): StreamEvent => ({ event: null, data }));
  },
  fault(status, message, retryAfterSeconds) {
    const retry = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfterSeconds}s` };
    const details = retryAfterSeconds === undefined ? [] : [retry];
    return { error: { code: status, message, status: STATUSES[status] ?? "UNAVAILABLE", details } };
  },
};

/** Tools' results are parts of a user's content here, before what the user says. */
function turnsOf({ role, parts }: Contents): readonly ModelTurn[] {
  if (role === "model") return [{ role: "assistant", text: "", calls: parts.filter((one) => one.functionCall !== undefined).length }];
  const result: readonly ModelTurn[] = parts.some((one) => one.functionResponse !== undefined)
    ? [{ role: "tool", text: "", calls: 0 }]
    : [];
  return [...result, ...saidBy(parts)];
}

const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
};

function partsOf({ text, calls }: ModelAnswer, newId: NewId): readonly object[] {
  const said = text === null ? [] : [{ text }];
  return [...said, ...calls.map(({ name, input }) => ({ functionCall: { id: newId("call"), name, args: input } }))];
}

/** @param ending given for the last piece: it says why the answer ends and what it took. */
function chunkOf({ model }: ModelRequest, responseId: string, parts: readonly object[], ending?: ModelAnswer) {
  const candidate = { index: 0, content: { role: "model", parts }, ...(ending !== undefined && { finishReason: "STOP" }) };
  return { candidates: [candidate], modelVersion: model, responseId, ...(ending !== undefined && { usageMetadata: usageOf(ending) }) };
}

function usageOf({ usage }: ModelAnswer) {
  const { inputTokens, outputTokens } = usage;
  return { promptTokenCount: inputTokens, candidatesTokenCount: outputTokens, totalTokenCount: inputTokens + outputTokens };
}
