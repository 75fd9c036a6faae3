import type { ModelAnswer, ModelRequest, StreamEvent } from "./turn.ts";

/** One wire format: what a request means, and how an answer is written. */
export interface Dialect {
  readonly name: "anthropic-messages" | "openai-responses" | "openai-chat" | "gemini-contents";
  /** Matches the end of the paths of its requests; what stands before is the base URL the agent was given. */
  readonly path: RegExp;
  /** @throws ZodError for a body that is no request of this dialect. */
  read(body: unknown, path: string): ModelRequest;
  /** The whole answer as one JSON value. */
  whole(request: ModelRequest, answer: ModelAnswer, newId: NewId): unknown;
  /** The answer as the events of a stream. */
  events(request: ModelRequest, answer: ModelAnswer, newId: NewId): readonly StreamEvent[];
  /** The body of an answer with an HTTP status of 400 or more. */
  fault(status: number, message: string, retryAfterSeconds?: number): unknown;
}

/** A new unique id that begins with the prefix. */
export type NewId = (prefix: string) => string;

/** Text as a model sends it: in pieces. Two are enough to show who puts them together wrongly. */
export function inPieces(text: string): readonly string[] {
  const half = Math.ceil(text.length / 2);
  return text.length < 2 ? [text] : [text.slice(0, half), text.slice(half)];
}
