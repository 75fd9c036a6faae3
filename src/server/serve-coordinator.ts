import { rm } from "node:fs/promises";
import type { Coordinator } from "../coordinator/coordinator.ts";
import type { ToolUser } from "../coordinator/tool-users.ts";
import type { CoordinatorApi } from "./coordinator-api.ts";
import { writeCoordinatorFile } from "./coordinator-file.ts";
import { coordinatorHandlers } from "./handlers.ts";
import type { AgentDesk } from "./mcp/agent-desk.ts";
import { sessionDesk } from "./mcp/session-desk.ts";
import { type RunningServer, startServer } from "./start-server.ts";

const TOKEN_BYTES = 32;
const TOOLS_PATH = "/mcp";

/** Serves a running coordinator on the loopback address and says where, in a file only its owner may read. */
export async function serveCoordinator(coordinator: Coordinator, port: number): Promise<RunningServer> {
  const { engine, live } = coordinator.context;
  const { random, site } = engine;
  const token = random.hex(TOKEN_BYTES);
  const handlers = coordinatorHandlers(coordinator);
  const server = await startServer({ handlers, token, port, deskOf: desksFor(coordinator, handlers) });
  live.toolUsers.url = `${server.url}${TOOLS_PATH}`;
  await writeCoordinatorFile(site.state.coordinatorFile, { url: server.url, token, pid: process.pid });
  return {
    url: server.url,
    async close() {
      live.toolUsers.url = null;
      await rm(site.state.coordinatorFile, { force: true });
      await server.close();
    },
  };
}

/** One desk per agent at work: it remembers what it waits for. */
function desksFor(coordinator: Coordinator, handlers: CoordinatorApi): (token: string) => AgentDesk | undefined {
  const desks = new WeakMap<ToolUser, AgentDesk>();
  return (token) => {
    const user = coordinator.context.live.toolUsers.of(token);
    if (user === undefined) return undefined;
    const desk = desks.get(user) ?? sessionDesk(coordinator.context, user, handlers);
    desks.set(user, desk);
    return desk;
  };
}
