import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Refusal } from "../../core/claim.ts";
import { messageOf, SignalboxError } from "../../core/errors.ts";
import type { AgentDesk } from "./agent-desk.ts";
import { FORMS, oneLine, type ToolName } from "./tool-forms.ts";

const WORDS_CHARACTERS_MAX = 600;

/** Does one call of one tool. Never throws: what went wrong is told to the agent, with what to do next. */
export type CallTool = (name: ToolName, asked: unknown) => Promise<CallToolResult>;

/** Calls as `desk` answers them. */
export function callsTo(desk: AgentDesk): CallTool {
  return async (name, asked) => {
    try {
      // Parsed by the form of that very name; TypeScript cannot follow a name through the table.
      const method = desk[name] as (asked: unknown) => ReturnType<AgentDesk[ToolName]>;
      const outcome = await method(FORMS[name].input.parse(asked ?? {}));
      return outcome.ok ? answered(outcome.value) : refused(outcome.refusal);
    } catch (error) {
      return failed(error);
    }
  };
}

/** The answer as data, and the same JSON as text. */
function answered(value: Readonly<Record<string, unknown>>): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(value) }], structuredContent: { ...value } };
}

/**
 * A refusal as `--json` prints it (DESIGN §11). As text only: structured content must have the form of the tool's output,
 * in errors as well (MCP 2026-07-28, tools).
 */
export function refused({ code, holder, untilMs, next }: Refusal): CallToolResult {
  const until = untilMs === null ? null : Math.ceil(untilMs);
  return problem({ refused: { code, holder: holder === null ? null : oneLine(holder), until, next: oneLine(next, WORDS_CHARACTERS_MAX) } });
}

/** A fault, in the same words as everywhere. */
export function failed(error: unknown): CallToolResult {
  const known = error instanceof SignalboxError ? error : undefined;
  const { code, hint } = known ?? { code: "bug", hint: "tell the person who runs Signalbox; then go on without this tool" };
  const next = hint ?? "call plan_summary to see what is going on";
  return problem({
    error: { code, message: oneLine(messageOf(error), WORDS_CHARACTERS_MAX), next: oneLine(next, WORDS_CHARACTERS_MAX) },
  });
}

function problem(body: object): CallToolResult {
  return { content: [{ type: "text", text: JSON.stringify(body) }], isError: true };
}
