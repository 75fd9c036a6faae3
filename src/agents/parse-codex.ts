import { z } from "zod";
import type { AgentEvent, ToolKind } from "../core/agent.ts";
import { systemClock } from "../system/clock.ts";
import { type OutputParser, parseJsonLine, pathsInside, shortText, textEvents } from "./output-parser.ts";
import { rateLimitIn } from "./rate-limits.ts";

const item = z.discriminatedUnion("type", [
  z.object({ type: z.literal("agent_message"), text: z.string() }),
  z.object({ type: z.literal("command_execution"), command: z.string() }),
  z.object({ type: z.literal("file_change"), changes: z.array(z.object({ path: z.string(), kind: z.string() })) }),
  z.object({ type: z.literal("mcp_tool_call"), server: z.string(), tool: z.string() }),
  z.object({ type: z.literal("web_search"), query: z.string() }),
  z.object({ type: z.literal("todo_list"), items: z.array(z.object({ text: z.string() })) }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);

/** The lines of `codex exec --json` that say something to us (0.169.0). */
const line = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread.started"), thread_id: z.string().max(200) }),
  z.object({ type: z.literal("item.started"), item }),
  z.object({ type: z.literal("item.completed"), item }),
  z.object({
    type: z.literal("turn.completed"),
    usage: z.object({ input_tokens: z.number(), cached_input_tokens: z.number().optional(), output_tokens: z.number() }),
  }),
  z.object({ type: z.literal("turn.failed"), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);

/** `codex exec --json`: threads, turns and items. */
export function codexParser(workspace: string, nowMs: () => number = systemClock.now): OutputParser {
  return (text) => {
    const parsed = line.safeParse(parseJsonLine(text));
    if (!parsed.success) return [];
    const said = parsed.data;
    switch (said.type) {
      case "thread.started":
        return [{ kind: "session", agentSession: said.thread_id }];
      case "item.started":
        // A command is worth knowing while it runs; everything else when it is complete.
        return said.item.type === "command_execution" ? itemEvents(said.item, workspace) : [];
      case "item.completed":
        return said.item.type === "command_execution" ? [] : itemEvents(said.item, workspace);
      case "turn.completed":
        return [usageEvent(said.usage)];
      // The same message comes as `error` before each try of its own; only this one ends the turn.
      case "turn.failed":
        return [...textEvents(`The agent reports: ${said.error.message}`), ...rateLimitIn(said.error.message, nowMs())];
      case "error":
        return textEvents(`The agent reports: ${said.message}`);
    }
  };
}

function itemEvents(done: z.infer<typeof item>, workspace: string): readonly AgentEvent[] {
  switch (done.type) {
    case "agent_message":
      return textEvents(done.text);
    case "command_execution":
      return [toolEvent("execute", done.command, [])];
    case "file_change":
      return [
        toolEvent(
          "edit",
          "change files",
          pathsInside(
            workspace,
            done.changes.map((change) => change.path),
          ),
        ),
      ];
    case "mcp_tool_call":
      return [toolEvent("other", `${done.server} ${done.tool}`, [])];
    case "web_search":
      return [toolEvent("search", done.query, [])];
    case "todo_list":
      return [{ kind: "plan", entries: done.items.map((entry) => shortText(entry.text, 200)) }];
    case "error":
      return textEvents(`The agent reports: ${done.message}`);
  }
}

function usageEvent(usage: {
  readonly input_tokens: number;
  readonly cached_input_tokens?: number | undefined;
  readonly output_tokens: number;
}): AgentEvent {
  const { input_tokens: inputTokens, cached_input_tokens: cachedTokens, output_tokens: outputTokens } = usage;
  return {
    kind: "usage",
    inputTokens,
    outputTokens,
    costUsd: null,
    isTotal: true,
    ...(cachedTokens === undefined ? {} : { cachedTokens }),
  };
}

function toolEvent(tool: ToolKind, title: string, paths: readonly string[]): AgentEvent {
  return { kind: "tool", tool, title: shortText(title, 300), paths };
}
