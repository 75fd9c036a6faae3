import { z } from "zod";

/** What one answer of a model cost. */
export interface MeteredUsage {
  /** Those read from or written to a cache included. */
  readonly inputTokens: number;
  /** Those read from a cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** As the answer names it; null where it does not. */
  readonly model: string | null;
}

/** Reads what an answer cost while it passes through. */
export interface UsageMeter {
  push(chunk: Buffer): void;
  /** Null when the answer says nothing of it. */
  end(): MeteredUsage | null;
}

const BODY_BYTES_MAX = 16 * 1024 * 1024;
const count = z.number().int().nonnegative().nullish().catch(null);
const name = z.string().min(1).max(200).nullish().catch(null);
const details = z.looseObject({ cached_tokens: count }).nullish().catch(null);

/** Anthropic Messages; OpenAI Responses, whose `input_tokens` hold the cached ones; OpenAI Chat Completions. */
const usage = z.looseObject({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  input_tokens_details: details,
  prompt_tokens: count,
  prompt_tokens_details: details,
  completion_tokens: count,
});

/** Gemini `generateContent`. */
const usageMetadata = z.looseObject({
  promptTokenCount: count,
  cachedContentTokenCount: count,
  toolUsePromptTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
});

const holder = z.looseObject({
  usage: usage.nullish().catch(null),
  usageMetadata: usageMetadata.nullish().catch(null),
  model: name,
  modelVersion: name,
});
/** A whole answer, or one event of a stream: Anthropic's `message_start` and OpenAI's `response.completed` hold it inside. */
const answer = holder.extend({ message: holder.nullish().catch(null), response: holder.nullish().catch(null) });

/** @param contentType of the answer: a stream of events, or one JSON text; of anything else nothing is read. */
export function usageMeter(contentType: string): UsageMeter {
  let seen: MeteredUsage | null = null;
  const take = (value: unknown) => {
    for (const one of Array.isArray(value) ? value : [value]) {
      const found = usageIn(one);
      // Later events of a stream say what it cost up to then, and not always all of it.
      if (found !== null) seen = seen === null ? found : higher(seen, found);
    }
  };
  const read = contentType.startsWith("text/event-stream") ? eventReader(take) : bodyReader(take);
  const isRead = contentType.startsWith("text/event-stream") || contentType.startsWith("application/json");
  return {
    push: (chunk) => isRead && read.push(chunk),
    end() {
      if (isRead) read.end();
      return seen;
    },
  };
}

function higher(a: MeteredUsage, b: MeteredUsage): MeteredUsage {
  return {
    inputTokens: Math.max(a.inputTokens, b.inputTokens),
    cachedTokens: Math.max(a.cachedTokens, b.cachedTokens),
    outputTokens: Math.max(a.outputTokens, b.outputTokens),
    model: b.model ?? a.model,
  };
}

/** What a whole answer or one event says it cost; null when it says nothing. */
export function usageIn(value: unknown): MeteredUsage | null {
  const parsed = answer.safeParse(value);
  if (!parsed.success) return null;
  const { message, response } = parsed.data;
  for (const place of [parsed.data, message, response]) {
    if (!place) continue;
    const { usage: tokens, usageMetadata: gemini } = place;
    if (gemini)
      return {
        inputTokens: sum(gemini.promptTokenCount, gemini.toolUsePromptTokenCount),
        cachedTokens: sum(gemini.cachedContentTokenCount),
        outputTokens: sum(gemini.candidatesTokenCount, gemini.thoughtsTokenCount),
        model: place.modelVersion ?? null,
      };
    if (tokens)
      return {
        inputTokens: sum(tokens.input_tokens ?? tokens.prompt_tokens, tokens.cache_creation_input_tokens, tokens.cache_read_input_tokens),
        cachedTokens: sum(tokens.cache_read_input_tokens ?? (tokens.input_tokens_details ?? tokens.prompt_tokens_details)?.cached_tokens),
        outputTokens: sum(tokens.output_tokens ?? tokens.completion_tokens),
        model: place.model ?? null,
      };
  }
  return null;
}

function sum(...counts: readonly (number | null | undefined)[]): number {
  return counts.reduce<number>((total, one) => total + (one ?? 0), 0);
}

type Reader = Pick<UsageMeter, "push"> & { end(): void };

/** Server-sent events: lines `data: {…}`. A line that is too long is no usage. */
function eventReader(take: (value: unknown) => void): Reader {
  let rest = "";
  const line = (text: string) => {
    if (text.startsWith("data:")) take(parsed(text.slice("data:".length)));
  };
  return {
    push(chunk) {
      const lines = `${rest}${chunk.toString("latin1")}`.split("\n");
      rest = (lines.pop() ?? "").slice(0, BODY_BYTES_MAX);
      lines.forEach(line);
    },
    end: () => line(rest),
  };
}

function bodyReader(take: (value: unknown) => void): Reader {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
    },
    end: () => take(bytes <= BODY_BYTES_MAX ? parsed(Buffer.concat(chunks).toString("latin1")) : undefined),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
