import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { basename, dirname } from "node:path";
import { onTestFinished } from "vitest";
import { until } from "../../support/until.ts";

/** Ends with whoever holds its input, however that ends; a group of its own: git's wrapper and the program it starts go together. */
const UNTIL_STDIN_ENDS = 'git daemon "$@" & read _; kill 0';

/** Serves a bare repository over git:// on a free port of 127.0.0.1 until the test ends; returns its URL. */
export async function serveByDaemon(remote: string): Promise<string> {
  const port = await freePort();
  const daemon = spawn(
    "sh",
    [
      ...["-c", UNTIL_STDIN_ENDS, "sh", "--listen=127.0.0.1", `--port=${port}`, "--reuseaddr", "--export-all", "--enable=receive-pack"],
      ...[`--base-path=${dirname(remote)}`, dirname(remote)],
    ],
    { stdio: ["pipe", "ignore", "ignore"], detached: true },
  );
  onTestFinished(() => void daemon.stdin.end());
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
