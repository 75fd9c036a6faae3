import { anthropicMessages } from "./anthropic-messages.ts";
import type { Dialect } from "./dialect.ts";
import { geminiContents } from "./gemini-contents.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";

/** The wire formats that agents speak to their models. */
export const DIALECTS: readonly Dialect[] = [anthropicMessages, openaiResponses, openaiChat, geminiContents];
