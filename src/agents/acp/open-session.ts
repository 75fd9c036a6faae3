import { type ClientContext, PROTOCOL_VERSION, RequestError } from "@agentclientprotocol/sdk";
import { z } from "zod";
import type { AgentEvent, AgentRequest, ToolServer } from "../../core/agent.ts";
import { messageOf } from "../../core/errors.ts";
import { shortText } from "../output-parser.ts";
import { stdioServer } from "./tool-bridge.ts";

/** What an agent answers to `initialize`, as far as we make use of it. */
const introduction = z.looseObject({
  protocolVersion: z.number(),
  agentInfo: z
    .looseObject({ name: z.string().max(200), version: z.string().max(200).nullish() })
    .nullish()
    .catch(null),
  agentCapabilities: z
    .looseObject({
      loadSession: z.boolean().catch(false).default(false),
      mcpCapabilities: z
        .looseObject({ http: z.boolean().catch(false).default(false) })
        .catch({ http: false })
        .default({ http: false }),
      sessionCapabilities: z.looseObject({ resume: z.unknown() }).catch({ resume: null }).default({ resume: null }),
    })
    .prefault({}),
  authMethods: z
    .array(z.looseObject({ id: z.string() }))
    .catch([])
    .default([]),
});
export type Introduction = z.infer<typeof introduction>;

const session = z.looseObject({ sessionId: z.string().min(1).max(1000) });

export interface OpenedSession {
  readonly id: string;
  /** Why it is not the session it was to go on with; null: it is, or there was none. */
  readonly instead: string | null;
}

/** The protocol's code for a session that needs somebody to sign in first. */
const AUTH_REQUIRED = -32_000;

/**
 * Begins to speak with an agent. Nothing of ours is offered: what an agent writes it writes itself, inside its box; a
 * coordinator that wrote for it would follow links the agent has laid.
 * @throws Error when it speaks another version of the protocol.
 */
export async function introduce(agent: ClientContext, version: string): Promise<Introduction> {
  const answer = introduction.parse(
    await agent.request("initialize", {
      protocolVersion: PROTOCOL_VERSION,
      clientInfo: { name: "signalbox", version },
      clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    }),
  );
  if (answer.protocolVersion === PROTOCOL_VERSION) return answer;
  throw new Error(`expected version ${PROTOCOL_VERSION} of the Agent Client Protocol, got \`${answer.protocolVersion}\``);
}

/** What it said of itself, for the record. */
export function identified({ agentInfo, protocolVersion, agentCapabilities }: Introduction): AgentEvent {
  const { loadSession, mcpCapabilities, sessionCapabilities } = agentCapabilities;
  const can = [sessionCapabilities.resume != null && "resume", loadSession && "load", mcpCapabilities.http && "mcp-http"];
  return {
    kind: "identified",
    program: agentInfo?.name ?? "unknown",
    version: agentInfo?.version ?? null,
    protocol: `acp ${protocolVersion}`,
    can: can.filter((one) => one !== false),
  };
}

/**
 * Goes on with the earlier session where there is one and the agent can, else opens a new one.
 * @param authenticate ways to sign in that need nobody at a keyboard, best first.
 * @throws RequestError when no session can be opened.
 */
export async function openSession(
  agent: ClientContext,
  { agentCapabilities, authMethods }: Introduction,
  { workspace, agentSession, toolServer }: AgentRequest,
  authenticate: readonly string[],
): Promise<OpenedSession> {
  const { loadSession, mcpCapabilities, sessionCapabilities } = agentCapabilities;
  const ourTools = mcpCapabilities.http ? httpServer : stdioServer;
  const around = { cwd: workspace, mcpServers: toolServer === undefined ? [] : [ourTools(toolServer)] };
  const open = async (): Promise<OpenedSession> => {
    if (agentSession === null) return { id: session.parse(await agent.request("session/new", around)).sessionId, instead: null };
    const again = { ...around, sessionId: agentSession };
    try {
      if (sessionCapabilities.resume != null) await agent.request("session/resume", again);
      else if (loadSession) await agent.request("session/load", again);
      else throw new Error("the agent can do neither");
      return { id: agentSession, instead: null };
    } catch (error) {
      if (needsSigningIn(error)) throw error;
      const { sessionId } = session.parse(await agent.request("session/new", around));
      return { id: sessionId, instead: shortText(messageOf(error), 300) };
    }
  };
  try {
    return await open();
  } catch (error) {
    const methodId = authenticate.find((wanted) => authMethods.some(({ id }) => id === wanted));
    if (!needsSigningIn(error) || methodId === undefined) throw error;
    await agent.request("authenticate", { methodId });
    return open();
  }
}

function needsSigningIn(error: unknown): boolean {
  return error instanceof RequestError && error.code === AUTH_REQUIRED;
}

function httpServer({ name, url, token }: ToolServer) {
  return { type: "http" as const, name, url, headers: [{ name: "Authorization", value: `Bearer ${token}` }] };
}
