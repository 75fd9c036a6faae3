import { rm } from "node:fs/promises";
import type { Coordinator } from "../coordinator/coordinator.ts";
import type { ToolUser } from "../coordinator/tool-users.ts";
import type { CoordinatorApi } from "./coordinator-api.ts";
import { wasRead, writeCoordinatorFile } from "./coordinator-file.ts";
import { coordinatorHandlers } from "./handlers.ts";
import type { AgentDesk } from "./mcp/agent-desk.ts";
import { sessionDesk } from "./mcp/session-desk.ts";
import { type RunningServer, startServer } from "./start-server.ts";

const TOKEN_BYTES = 32;
const TOOLS_PATH = "/mcp";

/**
 * Serves a running coordinator on the loopback address and says where, in a file only its owner may read. Its token is
 * another one at each start, and once anybody but our own commands was seen to read it.
 */
export async function serveCoordinator(coordinator: Coordinator, port: number): Promise<RunningServer> {
  const { engine, live } = coordinator.context;
  const { random, site } = engine;
  const file = site.state.coordinatorFile;
  let token = random.hex(TOKEN_BYTES);
  const handlers = coordinatorHandlers(coordinator);
  const server = await startServer({ handlers, token: () => token, port, deskOf: desksFor(coordinator, handlers) });
  const giveOut = () => writeCoordinatorFile(file, { url: server.url, token, pid: process.pid });
  await giveOut();
  live.toolUsers.url = `${server.url}${TOOLS_PATH}`;
  live.replaceReadToken = async () => {
    if (!(await wasRead(file))) return false;
    token = random.hex(TOKEN_BYTES);
    await giveOut();
    return true;
  };
  return {
    url: server.url,
    async close() {
      live.toolUsers.url = null;
      live.replaceReadToken = async () => false;
      await rm(file, { force: true });
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
