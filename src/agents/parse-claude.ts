import { z } from "zod";
import { type AgentEvent, isWriting, type ToolKind } from "../core/agent.ts";
import { systemClock } from "../system/clock.ts";
import { type OutputParser, parseJsonLine, pathsInside, shortText, textEvents } from "./output-parser.ts";
import { rateLimitIn } from "./rate-limits.ts";

const usage = z.object({
  input_tokens: z.number().default(0),
  cache_creation_input_tokens: z.number().default(0),
  cache_read_input_tokens: z.number().default(0),
  output_tokens: z.number().default(0),
});

const toolInput = z.looseObject({
  file_path: z.string().optional(),
  notebook_path: z.string().optional(),
  path: z.string().optional(),
  command: z.string().optional(),
  pattern: z.string().optional(),
  todos: z.array(z.looseObject({ content: z.string() })).optional(),
});
type ToolInput = z.infer<typeof toolInput>;

const content = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("tool_use"), id: z.string().max(200).catch(""), name: z.string(), input: toolInput.catch({}) }),
  z.object({ type: z.string() }),
]);

const toolResult = z.object({ type: z.literal("tool_result"), tool_use_id: z.string(), is_error: z.boolean().default(false) });
/** Who decided that a tool may not be used. */
const toolResultMeta = z.looseObject({
  id: z.string(),
  permission_decision: z.looseObject({ decision: z.string(), source: z.string() }).optional(),
});

/** The messages of `claude -p --output-format stream-json --verbose` that say something to us (2.1.330). */
const message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("system"), subtype: z.string(), session_id: z.string().max(200).optional() }),
  z.object({ type: z.literal("assistant"), message: z.object({ content: z.array(content) }) }),
  z.object({
    type: z.literal("user"),
    message: z.object({ content: z.array(z.union([toolResult, z.unknown().transform(() => null)])) }),
    tool_result_meta: z.array(toolResultMeta).catch([]).default([]),
  }),
  z.object({
    type: z.literal("result"),
    subtype: z.string(),
    is_error: z.boolean().default(false),
    result: z.string().optional(),
    total_cost_usd: z.number().nullable().default(null),
    usage: usage.optional(),
    permission_denials: z
      .array(z.object({ tool_name: z.string(), tool_use_id: z.string().default(""), tool_input: toolInput.catch({}) }))
      .default([]),
  }),
  z.object({
    type: z.literal("rate_limit_event"),
    rate_limit_info: z.object({ status: z.string(), resetsAt: z.number().optional() }),
  }),
]);

/** Writes begun and not done: no agent has so many. */
const UNANSWERED_MAX = 1000;

const TOOL_KINDS: Readonly<Record<string, ToolKind>> = {
  Read: "read",
  NotebookRead: "read",
  Edit: "edit",
  MultiEdit: "edit",
  Write: "edit",
  NotebookEdit: "edit",
  Glob: "search",
  Grep: "search",
  LS: "search",
  WebSearch: "search",
  Bash: "execute",
};

/**
 * `claude -p --output-format stream-json --verbose`; qwen and amp speak the same shape. A write is told of when its result
 * says that it happened: one that was refused touches nothing.
 */
export function claudeParser(workspace: string, nowMs: () => number = systemClock.now): OutputParser {
  const writes = new Map<string, AgentEvent>();
  const refusedByHook = new Set<string>();
  return (line) => {
    const parsed = message.safeParse(parseJsonLine(line));
    if (!parsed.success) return [];
    const said = parsed.data;
    switch (said.type) {
      case "system":
        return said.subtype === "init" && said.session_id !== undefined ? [{ kind: "session", agentSession: said.session_id }] : [];
      case "assistant":
        return said.message.content.flatMap((part) => {
          const events = contentEvents(part, workspace);
          const [event] = events;
          if (event?.kind !== "tool" || !isWriting(event.tool) || !("id" in part) || part.id === "") return events;
          if (writes.size < UNANSWERED_MAX) writes.set(part.id, event);
          return [];
        });
      case "user": {
        for (const { id, permission_decision: by } of said.tool_result_meta)
          if (by?.decision === "reject" && by.source === "hook") refusedByHook.add(id);
        return said.message.content.flatMap((part) => {
          const event = part === null ? undefined : writes.get(part.tool_use_id);
          if (part === null || event === undefined) return [];
          writes.delete(part.tool_use_id);
          return part.is_error ? [] : [event];
        });
      }
      case "rate_limit_event":
        return rateLimitEvents(said.rate_limit_info);
      case "result": {
        for (const { tool_use_id } of said.permission_denials) writes.delete(tool_use_id);
        const unanswered = [...writes.values()];
        writes.clear();
        // What our own hook has refused was told of when it was.
        const permission_denials = said.permission_denials.filter((denial) => !refusedByHook.has(denial.tool_use_id));
        return [...unanswered, ...resultEvents({ ...said, permission_denials }, workspace, nowMs())];
      }
    }
  };
}

function contentEvents(part: z.infer<typeof content>, workspace: string): readonly AgentEvent[] {
  if ("text" in part) return textEvents(part.text);
  if (!("input" in part)) return [];
  if (part.input.todos !== undefined) return [{ kind: "plan", entries: part.input.todos.map((todo) => shortText(todo.content, 200)) }];
  const { tool, paths } = toolOf(part.name, part.input, workspace);
  const detail = part.input.command ?? part.input.pattern ?? paths[0] ?? "";
  return [{ kind: "tool", tool, title: shortText(`${part.name} ${detail}`.trim(), 300), paths }];
}

function resultEvents(
  result: Extract<z.infer<typeof message>, { type: "result" }>,
  workspace: string,
  nowMs: number,
): readonly AgentEvent[] {
  const denied = result.permission_denials.map((denial): AgentEvent => {
    return { kind: "permission", ...toolOf(denial.tool_name, denial.tool_input, workspace), granted: false, neededPerson: true };
  });
  const tokens = result.usage;
  const used: readonly AgentEvent[] =
    tokens === undefined
      ? []
      : [
          {
            kind: "usage",
            inputTokens: tokens.input_tokens + tokens.cache_creation_input_tokens + tokens.cache_read_input_tokens,
            outputTokens: tokens.output_tokens,
            costUsd: result.total_cost_usd,
            ...(tokens.cache_read_input_tokens > 0 ? { cachedTokens: tokens.cache_read_input_tokens } : {}),
          },
        ];
  if (!result.is_error) return [...denied, ...used];
  return [...denied, ...used, ...textEvents(`The agent reports ${result.subtype}.`), ...rateLimitIn(result.result ?? "", nowMs)];
}

function toolOf(name: string, input: ToolInput, workspace: string): { tool: ToolKind; paths: readonly string[] } {
  return { tool: TOOL_KINDS[name] ?? "other", paths: pathsInside(workspace, [input.file_path ?? input.notebook_path ?? input.path]) };
}

function rateLimitEvents(limit: { readonly status: string; readonly resetsAt?: number | undefined }): readonly AgentEvent[] {
  return limit.status === "rejected" && limit.resetsAt !== undefined ? [{ kind: "rate-limited", untilMs: limit.resetsAt * 1000 }] : [];
}
