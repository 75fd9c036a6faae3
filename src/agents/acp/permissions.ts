import type { PermissionOption, RequestPermissionRequest, RequestPermissionResponse } from "@agentclientprotocol/sdk";
import { type AgentEvent, type AgentRequest, isWriting, type ToolKind } from "../../core/agent.ts";
import { askToWrite } from "../ask-to-write.ts";
import { pathsInside } from "../output-parser.ts";
import type { ToolCalls } from "./tool-calls.ts";

/** A write that was refused, and what the agent is to know of it: the protocol's refusal carries no words. */
export interface RefusedWrite {
  readonly tool: ToolKind;
  readonly paths: readonly string[];
  readonly text: string;
  readonly forGood: boolean;
}

export interface Permissions {
  /** Answers at once, always: nobody is there to be asked. */
  answer(asked: RequestPermissionRequest): Promise<RequestPermissionResponse>;
  /** The refusals the agent has not been told the reason of, and no more afterwards. */
  takeRefused(): readonly RefusedWrite[];
}

const REFUSED_MAX = 50;

/**
 * Writes are for the lease to decide. Everything else is allowed: a command runs in the agent's box, and what it
 * changed is seen in the workspace and checked at submission; all of it is on record.
 */
export function permissions(request: AgentRequest, calls: ToolCalls, tell: (events: readonly AgentEvent[]) => void): Permissions {
  let refused: RefusedWrite[] = [];
  return {
    async answer({ toolCall, options }) {
      const { call, events } = calls.take(toolCall);
      const { tool, paths } = call ?? { tool: "other" as const, paths: [] };
      const answer = isWriting(tool) && paths.length > 0 ? await askToWrite(request, tool, paths) : ({ granted: true } as const);
      const inside = pathsInside(request.workspace, paths);
      const outcome = outcomeOf(options, answer.granted);
      const neededPerson = answer.granted && outcome.outcome === "cancelled";
      tell([
        ...events,
        { kind: "permission", tool, paths: inside, granted: answer.granted && !neededPerson, ...(neededPerson && { neededPerson }) },
      ]);
      if (neededPerson) return { outcome };
      if (answer.granted) tell(calls.allowed(toolCall));
      else if (refused.length < REFUSED_MAX) refused.push({ tool, paths, text: answer.text, forGood: answer.forGood === true });
      return { outcome };
    },
    takeRefused() {
      const taken = refused;
      refused = [];
      return taken;
    },
  };
}

/** "Once" before "always": an agent that is told always asks no more. Without a fitting option the request is cancelled. */
function outcomeOf(options: readonly PermissionOption[], granted: boolean): RequestPermissionResponse["outcome"] {
  const wanted = granted ? (["allow_once", "allow_always"] as const) : (["reject_once", "reject_always"] as const);
  const option = wanted.flatMap((kind) => options.find((one) => one.kind === kind) ?? [])[0];
  return option === undefined ? { outcome: "cancelled" } : { outcome: "selected", optionId: option.optionId };
}
