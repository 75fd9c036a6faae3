import { createMcpHandler } from "@modelcontextprotocol/server";
import { errorBody } from "../error-body.ts";
import type { AgentDesk } from "./agent-desk.ts";
import { callsTo, failed } from "./answer-call.ts";
import { makeToolServer } from "./tool-server.ts";

/** Streams a client keeps open to hear of changes; ours never change, so few are needed. */
const SUBSCRIPTIONS_MAX = 256;

/** Answers requests to the tools; `Host`, `Origin` and size were looked at before. */
export type ToolEndpoint = (request: Request) => Promise<Response>;

/**
 * Our tools over streamable HTTP. Each request is answered by itself, for whoever its bearer token belongs to.
 * @param deskOf whose token it is; undefined turns the request away.
 * @param closing ends what is under way.
 */
export function toolEndpoint(deskOf: (token: string) => AgentDesk | undefined, closing: AbortSignal): ToolEndpoint {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const desk = deskOf(authInfo?.token ?? "");
      // The token was good when the request came in; its session may have ended since.
      return makeToolServer(desk === undefined ? async () => failed(new Error("this session has ended")) : callsTo(desk));
    },
    { maxSubscriptions: SUBSCRIPTIONS_MAX },
  );
  closing.addEventListener("abort", () => void handler.close());
  return async (request) => {
    const token = /^Bearer ([!-~]{1,256})$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    if (token === undefined || deskOf(token) === undefined) return unauthorized();
    return handler.fetch(request, { authInfo: { token, clientId: "agent", scopes: [] } });
  };
}

function unauthorized(): Response {
  const next = "send the session's own token as `Authorization: Bearer …` (SIGNALBOX_MCP_TOKEN); it ends with the session";
  const body = errorBody("refused", "expected the token of a session at work, got none or another", next);
  return Response.json(body, { status: 401, headers: { "WWW-Authenticate": "Bearer" } });
}
