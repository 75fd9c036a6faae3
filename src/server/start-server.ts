import { once } from "node:events";
import { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { messageOf, SignalboxError } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../system/clock.ts";
import { createApp } from "./app.ts";
import type { CoordinatorApi } from "./coordinator-api.ts";
import type { AgentDesk } from "./mcp/agent-desk.ts";
import { toolEndpoint } from "./mcp/tool-endpoint.ts";

/** How long answers under way may take once the server closes. */
const CLOSE_GRACE_MS = 2_000;

export interface ServerOptions {
  readonly handlers: CoordinatorApi;
  /** Whoever has it, as it is now, is the owner. */
  readonly token: () => string;
  /** Whose token an agent sends; absent: no agent is served. */
  readonly deskOf?: (token: string) => AgentDesk | undefined;
  /** 0 or absent: any free one. */
  readonly port?: number;
  readonly clock?: Clock;
}

export interface RunningServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Ends event streams, lets answers under way finish, then closes. */
  close(): Promise<void>;
}

/**
 * Serves the API on the loopback address only.
 * @throws SignalboxError `already-running` when the port is taken.
 */
export async function startServer({ handlers, token, deskOf, port = 0, clock = systemClock }: ServerOptions): Promise<RunningServer> {
  const closing = new AbortController();
  const tools = deskOf === undefined ? {} : { tools: toolEndpoint(deskOf, closing.signal) };
  const app = createApp({ handlers, token, clock, closing: closing.signal, ...tools });
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof Server)) throw new SignalboxError("bug", "expected a plain HTTP server");
  server.listen(port, "127.0.0.1");
  await once(server, "listening").catch((error: unknown) => {
    const hint = "choose another port, or none";
    throw new SignalboxError("already-running", `expected port ${port} to be free, got \`${messageOf(error)}\``, { hint, cause: error });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new SignalboxError("bug", "expected the server to have a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const closed = once(server, "close");
      server.close();
      const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(grace);
    },
  };
}
