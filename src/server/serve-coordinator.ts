import { rm } from "node:fs/promises";
import type { Coordinator } from "../coordinator/coordinator.ts";
import { writeCoordinatorFile } from "./coordinator-file.ts";
import { coordinatorHandlers } from "./handlers.ts";
import { type RunningServer, startServer } from "./start-server.ts";

const TOKEN_BYTES = 32;

/** Serves a running coordinator on the loopback address and says where, in a file only its owner may read. */
export async function serveCoordinator(coordinator: Coordinator, port: number): Promise<RunningServer> {
  const { random, site } = coordinator.context.engine;
  const token = random.hex(TOKEN_BYTES);
  const server = await startServer({ handlers: coordinatorHandlers(coordinator), token, port });
  await writeCoordinatorFile(site.state.coordinatorFile, { url: server.url, token, pid: process.pid });
  return {
    url: server.url,
    async close() {
      await rm(site.state.coordinatorFile, { force: true });
      await server.close();
    },
  };
}
