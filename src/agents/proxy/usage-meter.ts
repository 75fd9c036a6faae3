import { z } from "zod";

/** What one answer of a model cost. */
export interface MeteredUsage {
  /** Those read from or written to a cache included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Reads what an answer cost while it passes through. */
export interface UsageMeter {
  push(chunk: Buffer): void;
  /** Null when the answer says nothing of it. */
  end(): MeteredUsage | null;
}

const BODY_BYTES_MAX = 16 * 1024 * 1024;
const count = z.number().int().nonnegative().nullish().catch(null);

/** Anthropic Messages; OpenAI Responses, whose `input_tokens` hold the cached ones; OpenAI Chat Completions. */
const usage = z.looseObject({
  input_tokens: count,
  cache_creation_input_tokens: count,
  cache_read_input_tokens: count,
  output_tokens: count,
  prompt_tokens: count,
  completion_tokens: count,
});

/** Gemini `generateContent`. */
const usageMetadata = z.looseObject({
  promptTokenCount: count,
  toolUsePromptTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
});

const holder = z.looseObject({ usage: usage.nullish().catch(null), usageMetadata: usageMetadata.nullish().catch(null) });
/** A whole answer, or one event of a stream: Anthropic's `message_start` and OpenAI's `response.completed` hold it inside. */
const answer = holder.extend({ message: holder.nullish().catch(null), response: holder.nullish().catch(null) });

/** @param contentType of the answer: a stream of events, or one JSON text; of anything else nothing is read. */
export function usageMeter(contentType: string): UsageMeter {
  const seen = { inputTokens: 0, outputTokens: 0 };
  let isSeen = false;
  const take = (value: unknown) => {
    for (const one of Array.isArray(value) ? value : [value]) {
      const found = usageIn(one);
      if (found === null) continue;
      isSeen = true;
      // Later events of a stream say what it cost up to then, and not always all of it.
      seen.inputTokens = Math.max(seen.inputTokens, found.inputTokens);
      seen.outputTokens = Math.max(seen.outputTokens, found.outputTokens);
    }
  };
  const read = contentType.startsWith("text/event-stream") ? eventReader(take) : bodyReader(take);
  const isRead = contentType.startsWith("text/event-stream") || contentType.startsWith("application/json");
  return {
    push: (chunk) => isRead && read.push(chunk),
    end() {
      if (isRead) read.end();
      return isSeen ? seen : null;
    },
  };
}

/** What a whole answer or one event says it cost; null when it says nothing. */
export function usageIn(value: unknown): MeteredUsage | null {
  const parsed = answer.safeParse(value);
  if (!parsed.success) return null;
  const { message, response } = parsed.data;
  for (const place of [parsed.data, message, response]) {
    const gemini = place?.usageMetadata;
    if (gemini)
      return {
        inputTokens: sum(gemini.promptTokenCount, gemini.toolUsePromptTokenCount),
        outputTokens: sum(gemini.candidatesTokenCount, gemini.thoughtsTokenCount),
      };
    const tokens = place?.usage;
    if (tokens)
      return {
        inputTokens: sum(tokens.input_tokens ?? tokens.prompt_tokens, tokens.cache_creation_input_tokens, tokens.cache_read_input_tokens),
        outputTokens: sum(tokens.output_tokens ?? tokens.completion_tokens),
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
