import { z } from "zod";
import { type OutputParser, parseJsonLine } from "./output-parser.ts";
import { parseText } from "./parse-text.ts";

const tool = z.enum(["read", "edit", "delete", "move", "search", "execute", "other"]);
const text = z.string().max(4000);
const count = z.number().nonnegative();

/** The part of our event vocabulary that a program may say itself, one JSON object per line. */
const spokenEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text }),
  z.object({ kind: z.literal("plan"), entries: z.array(text).max(200) }),
  z.object({ kind: z.literal("tool"), tool, title: text, paths: z.array(z.string().max(1000)).max(1000) }),
  z.object({
    kind: z.literal("usage"),
    inputTokens: count,
    outputTokens: count,
    costUsd: count.nullable(),
    cachedTokens: count.optional(),
    model: z.string().max(200).optional(),
  }),
  z.object({ kind: z.literal("part-ready"), subject: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("waiting-input"), question: text }),
  z.object({ kind: z.literal("rate-limited"), untilMs: count.nullable() }),
]);

/** Our own events as JSON lines, as the scripted agent speaks; a line that is none is plain text. */
export const parseEvents: OutputParser = (line) => {
  const parsed = spokenEvent.safeParse(parseJsonLine(line));
  return parsed.success ? [parsed.data] : parseText(line);
};
