import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { constants } from "node:os";

/**
 * The first program inside a box without a network: `node bridge.js SOCKET PORT PROGRAM ARGUMENT…`. It listens on the box's
 * own loopback interface, hands every connection on to the coordinator's proxy by a Unix socket that is bound into the
 * box, runs the agent, and ends as the agent ends. Nothing is imported but Node: only this file is visible inside.
 */

const [socket = "", port = "", program = "", ...args] = process.argv.slice(2);

const server = createServer((inside) => {
  const outside = connect(socket);
  for (const [from, to] of [
    [inside, outside],
    [outside, inside],
  ] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
});

server.listen(Number(port), "127.0.0.1", () => {
  const child = spawn(program, args, { stdio: "inherit" });
  child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(127);
  });
  child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
});

// Whoever ends the agent asks all processes; this one goes when the agent has gone.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
