import { resolve } from "node:path";
import { type JsonSchema, sampleOfSchema, typeOf } from "./sample-of-schema.ts";
import type { ModelAction } from "./script.ts";
import { editCommand, quoted, writeCommand } from "./shell-commands.ts";
import type { ToolCall, ToolOffer } from "./turn.ts";

/**
 * The names agents give the same tool, best first, and the names of its parameters. An agent's own schema decides which
 * parameter it is: `edit` is a tool of opencode (`filePath`) and of qwen (`file_path`).
 */
const TOOLS = {
  run: ["Bash", "bash", "run_shell_command", "exec_command", "shell_command", "shell"],
  read: ["Read", "read_file", "read", "view"],
  write: ["Write", "write_file", "write", "create"],
  edit: ["Edit", "replace", "edit"],
} as const;

const PARAMETERS = {
  command: ["command", "cmd"],
  path: ["file_path", "filePath", "absolute_path", "path"],
  content: ["content", "file_text"],
  find: ["old_string", "oldString", "old_str"],
  replace: ["new_string", "newString", "new_str"],
} as const;

type Arguments = Partial<Record<keyof typeof PARAMETERS, string>>;

/** What an agent can do and where it is. */
export interface Toolbox {
  readonly offers: readonly ToolOffer[];
  /** Null where the agent does not say. */
  readonly directory: string | null;
  /** Tools it names and does not offer yet. */
  readonly kept: readonly string[];
}

/** A call of a tool the agent offers, or null where it offers none that can do this, not even a shell. */
export function toolCall(action: ModelAction, toolbox: Toolbox): ToolCall | null {
  if ("tool" in action) return exactly(action.tool, action.input, toolbox.offers);
  if ("mcp" in action) {
    const { mcp, input, without } = action;
    return mcpCall(mcp, input, toolbox) ?? (without === undefined ? null : shell(without, toolbox));
  }
  if ("run" in action) return callOf("run", { command: action.run }, toolbox);
  if ("read" in action) return callOf("read", { path: action.read }, toolbox) ?? shell(`cat -- ${quoted(action.read)}`, toolbox);
  if ("write" in action) {
    const { write: path, content } = action;
    return callOf("write", { path, content }, toolbox) ?? shell(writeCommand(path, content), toolbox);
  }
  const { edit: path, find, replace } = action;
  return callOf("edit", { path, find, replace }, toolbox) ?? shell(editCommand(path, find, replace), toolbox);
}

function shell(command: string, toolbox: Toolbox): ToolCall | null {
  return callOf("run", { command }, toolbox);
}

function callOf(kind: keyof typeof TOOLS, given: Arguments, { offers, directory }: Toolbox): ToolCall | null {
  const offer = TOOLS[kind].map((name) => offers.find((one) => one.name === name && !one.isText)).find((one) => one !== undefined);
  if (offer === undefined) return null;
  const { properties = {}, required = [] } = offer.parameters;
  const ours = Object.entries(given).map(([role, value]) => {
    const names = PARAMETERS[role as keyof Arguments];
    const name = names.find((one) => one in properties) ?? names[0];
    const base = role === "path" ? directory : null;
    return [name, asArgument(value, properties[name], base)] as const;
  });
  const known = new Set<string>(ours.map(([name]) => name));
  const others = required.filter((name) => !known.has(name)).map((name) => [name, sampleOfSchema(properties[name] ?? {})] as const);
  return { name: offer.name, namespace: offer.namespace, input: Object.fromEntries([...ours, ...others]) };
}

/**
 * Where a shell tool wants argv, the command goes through a shell; where a tool wants an absolute path, it gets one.
 * @param base the directory a path is relative to; null for what is no path.
 */
function asArgument(value: string, schema: JsonSchema | undefined, base: string | null): unknown {
  if (schema !== undefined && typeOf(schema) === "array") return ["bash", "-lc", value];
  const wantsAbsolute = /\babsolute\b/i.test(String(schema?.description ?? ""));
  return base !== null && wantsAbsolute ? resolve(base, value) : value;
}

function exactly(name: string, input: ToolCall["input"], offers: readonly ToolOffer[]): ToolCall {
  return { name, namespace: offers.find((offer) => offer.name === name)?.namespace ?? null, input };
}

/** Agents prefix a server's tools: `mcp__box__claim`, `mcp_box_claim`, `box_claim`, `box-claim`, or a namespace. */
function mcpCall(name: string, input: Readonly<Record<string, unknown>>, { offers, kept }: Toolbox): ToolCall | null {
  const offer = offers.find((one) => one.name === name) ?? offers.find((one) => ["_", "-"].some((mark) => one.name.endsWith(mark + name)));
  if (offer !== undefined) return { name: offer.name, namespace: offer.namespace, input };
  const hidden = kept.find((one) => one.endsWith(`__${name}`));
  return hidden === undefined ? null : { name: hidden, namespace: null, input };
}
