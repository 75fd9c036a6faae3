import type { JsonSchema } from "./sample-of-schema.ts";

/** What the four dialects have in common: a request as turns and tools, and the answer to it. Nothing here knows a wire format. */

export interface ModelRequest {
  readonly model: string;
  readonly isStreamed: boolean;
  readonly turns: readonly ModelTurn[];
  readonly tools: readonly ToolOffer[];
  /** The schema the answer's text must have; null: any text. */
  readonly answerSchema: JsonSchema | null;
}

/** One message, or one part of it: a user's texts each by itself, calls and results where a dialect sends them as items. */
export interface ModelTurn {
  readonly role: "user" | "assistant" | "tool";
  /** What the user wrote; never what a tool returned, and nothing of the model's own. */
  readonly text: string;
  /** Tool calls in it. */
  readonly calls: number;
}

export interface ToolOffer {
  readonly name: string;
  /** codex wraps every MCP server's tools in one; a call must name it again. */
  readonly namespace: string | null;
  /** True: the input is plain text instead of an object (codex's `custom` tools). */
  readonly isText: boolean;
  readonly parameters: JsonSchema;
}

export interface ToolCall {
  readonly name: string;
  readonly namespace: string | null;
  readonly input: Readonly<Record<string, unknown>> | string;
}

export interface ModelAnswer {
  /** Null: calls and no words. */
  readonly text: string | null;
  readonly calls: readonly ToolCall[];
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
}

/** One server-sent event. `data` is sent as JSON, a string as it is. */
export interface StreamEvent {
  readonly event: string | null;
  readonly data: unknown;
}
