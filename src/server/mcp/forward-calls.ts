import { z } from "zod";
import { SignalboxError } from "../../core/errors.ts";
import { type CallTool, failed } from "./answer-call.ts";

const ANSWER_TIMEOUT_MS = 120_000;
const VERSION = "2026-07-28";

/** Where a session's tools are served and what it shows there. */
export interface ToolAddress {
  readonly url: string;
  readonly token: string;
}

const answerSchema = z.object({
  result: z.object({
    content: z.array(z.object({ type: z.literal("text"), text: z.string() })),
    structuredContent: z.record(z.string(), z.unknown()).optional(),
    isError: z.boolean().optional(),
  }),
});

/** The address in an agent's environment; undefined where Signalbox did not start it. */
export function toolAddressIn(env: Readonly<Record<string, string | undefined>>): ToolAddress | undefined {
  const { SIGNALBOX_MCP_URL: url, SIGNALBOX_MCP_TOKEN: token } = env;
  return url === undefined || token === undefined || url === "" || token === "" ? undefined : { url, token };
}

/**
 * Passes calls on to the coordinator's own server, one request each (Model Context Protocol 2026-07-28, streamable HTTP):
 * for agents that speak to tools over a pipe only.
 */
export function callsForwardedTo({ url, token }: ToolAddress): CallTool {
  return async (name, asked) => {
    const envelope = {
      "io.modelcontextprotocol/protocolVersion": VERSION,
      "io.modelcontextprotocol/clientInfo": { name: "signalbox mcp", version: VERSION },
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          authorization: `Bearer ${token}`,
          "mcp-protocol-version": VERSION,
          "mcp-method": "tools/call",
          "mcp-name": name,
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: asked, _meta: envelope } }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      if (answer.status === 401) return failed(ENDED);
      const { content, structuredContent, isError } = answerSchema.parse(await answer.json()).result;
      return { content, ...(structuredContent && { structuredContent }), ...(isError === undefined ? {} : { isError }) };
    } catch (error) {
      const hint = "the coordinator may have ended: finish your turn, your work is kept";
      return failed(new SignalboxError("remote-failed", "expected the coordinator to answer, got nothing of use", { hint, cause: error }));
    }
  };
}

const ENDED = new SignalboxError("refused", "expected the token of a session at work, got one that has ended", {
  hint: "stop working: this session is over",
});
