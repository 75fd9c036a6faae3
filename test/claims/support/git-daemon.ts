import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { basename, dirname } from "node:path";
import { onTestFinished } from "vitest";
import { until } from "../../support/until.ts";

/** Serves a bare repository over git:// on a free port of 127.0.0.1 until the test ends; returns its URL. */
export async function serveByDaemon(remote: string): Promise<string> {
  const port = await freePort();
  const daemon = spawn(
    "git",
    [
      "daemon",
      "--listen=127.0.0.1",
      `--port=${port}`,
      "--reuseaddr",
      "--export-all",
      "--enable=receive-pack",
      `--base-path=${dirname(remote)}`,
      dirname(remote),
    ],
    { stdio: "ignore", detached: true },
  );
  // The daemon is a group of its own: git's wrapper and the program it starts end together.
  onTestFinished(() => void (daemon.pid !== undefined && daemon.exitCode === null && process.kill(-daemon.pid, "SIGTERM")));
  await until(() => answers(port), { what: "git daemon" });
  return `git://127.0.0.1:${port}/${basename(remote)}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
