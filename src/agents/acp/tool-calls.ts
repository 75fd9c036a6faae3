import { isAbsolute } from "node:path";
import { z } from "zod";
import { type AgentEvent, isWriting, type ToolKind } from "../../core/agent.ts";
import { pathsInside, shortText } from "../output-parser.ts";

/** What an agent said of one use of a tool, over all its messages about it. */
export interface ToolCall {
  readonly tool: ToolKind;
  readonly title: string;
  /** As the agent named them: absolute, or relative to the workspace. */
  readonly paths: readonly string[];
}

export interface ToolCalls {
  /** Takes a `tool_call`, a `tool_call_update` or what permission is asked for. @returns the events that are due, and the call. */
  take(said: unknown): { readonly call: ToolCall | null; readonly events: readonly AgentEvent[] };
  /** The events of a call that has been allowed: an agent may say nothing more of it. */
  allowed(said: unknown): readonly AgentEvent[];
}

const PATHS_MAX = 200;
const CALLS_MAX = 1000;
const path = z.string().min(1).max(4000);

const rawInput = z
  .looseObject({ command: z.union([z.string(), z.array(z.string()).transform((words) => words.join(" "))]).optional() })
  .catch({});

const toolCall = z.looseObject({
  toolCallId: z.string().max(1000),
  title: z.string().nullish(),
  kind: z.string().nullish(),
  status: z.string().nullish(),
  locations: z
    .array(z.looseObject({ path: path.optional() }).catch({}))
    .nullish()
    .catch(null),
  content: z
    .array(z.looseObject({ type: z.string().optional(), path: path.optional() }).catch({}))
    .nullish()
    .catch(null),
  rawInput,
});
type Said = z.infer<typeof toolCall>;

/** Kinds of the protocol that are not ours: `think`, `fetch`, `switch_mode` and what comes later are `other`. */
const KINDS: Readonly<Record<string, ToolKind>> = {
  read: "read",
  edit: "edit",
  delete: "delete",
  move: "move",
  search: "search",
  execute: "execute",
};
/** Where agents put the path when they name no location: claude and qwen, opencode, gemini. */
const PATH_KEYS = ["file_path", "filePath", "path", "notebook_path", "absolute_path", "source", "destination", "from", "to"] as const;

interface Known {
  tool: ToolKind;
  title: string;
  status: string;
  readonly paths: Set<string>;
  /** Paths told of; null before the call was told of at all. */
  told: number | null;
}

/**
 * Keeps what is known of the calls under way. A write is told of when it was allowed or is done, because one that is
 * refused touches nothing; everything else once it runs, when agents have filled in what it is.
 */
export function toolCalls(workspace: string): ToolCalls {
  const calls = new Map<string, Known>();
  const update = (said: Said): Known => {
    const known = calls.get(said.toolCallId) ?? { tool: "other", title: "", status: "pending", paths: new Set(), told: null };
    calls.set(said.toolCallId, known);
    if (calls.size > CALLS_MAX) calls.delete(calls.keys().next().value ?? "");
    if (said.kind != null) known.tool = KINDS[said.kind] ?? "other";
    if (said.status != null) known.status = said.status;
    known.title = said.rawInput.command ?? said.title ?? known.title;
    const isLocated = [...known.paths].some(isAbsolute);
    for (const one of pathsOf(said, known.tool)) if (known.paths.size < PATHS_MAX && isLocated <= isAbsolute(one)) known.paths.add(one);
    return known;
  };
  const tell = (known: Known): readonly AgentEvent[] => {
    if (known.told !== null && known.told === known.paths.size) return [];
    known.told = known.paths.size;
    const paths = pathsInside(workspace, [...known.paths]);
    return [{ kind: "tool", tool: known.tool, title: shortText(known.title.trim() || known.tool, 300), paths }];
  };
  return {
    take(said) {
      const parsed = toolCall.safeParse(said);
      if (!parsed.success) return { call: null, events: [] };
      const known = update(parsed.data);
      const isDue = isWriting(known.tool) ? known.status === "completed" : known.status !== "pending";
      const events = isDue ? tell(known) : [];
      if (known.status === "completed" || known.status === "failed") calls.delete(parsed.data.toolCallId);
      return { call: { tool: known.tool, title: known.title, paths: [...known.paths] }, events };
    },
    allowed(said) {
      const parsed = toolCall.safeParse(said);
      const known = parsed.success ? calls.get(parsed.data.toolCallId) : undefined;
      return known === undefined ? [] : tell(known);
    },
  };
}

function pathsOf(said: Said, tool: ToolKind): readonly string[] {
  const located = (said.locations ?? []).map((one) => one.path);
  const differing = (said.content ?? []).map((one) => (one.type === "diff" ? one.path : undefined));
  const given = isWriting(tool) ? PATH_KEYS.map((key) => path.safeParse(said.rawInput[key]).data) : [];
  const named = [...located, ...differing, ...given].filter((one) => one !== undefined);
  // The protocol's paths are absolute; qwen's diffs name the file alone.
  const absolute = named.filter(isAbsolute);
  return absolute.length > 0 ? absolute : named;
}
