import { mkdtemp, realpath, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { AgentRequest } from "../../core/agent.ts";
import { askToWrite } from "../ask-to-write.ts";
import { parseJsonLine, pathsInside } from "../output-parser.ts";

/** Where a hook of an agent's program asks before a write: a Unix socket, which leads into a box without a network too. */
export interface WriteGate {
  /** Argv of the program a `PreToolUse` hook of claude runs. */
  readonly hook: readonly string[];
  /** Paths the hook needs to read. */
  readonly readable: readonly string[];
  close(): Promise<void>;
}

/** `pre-tool-use.ts` from the sources, `pre-tool-use.js` from `dist`: whichever this file is. */
const HOOK = fileURLToPath(new URL(`./pre-tool-use${extname(import.meta.filename)}`, import.meta.url));

/** What the hook asks and what it is answered: one line of JSON each. */
const question = z.object({ paths: z.array(z.string().min(1).max(4000)).min(1).max(100) });
const QUESTION_CHARACTERS_MAX = 64 * 1024;
const QUESTION_MS_MAX = 30_000;
const CONNECTIONS_MAX = 16;

/**
 * Opens a gate for one run of an agent. Its socket is in a short directory of its own, because the path of a session's
 * may be longer than the 107 bytes a socket's may have.
 */
export async function openWriteGate(request: AgentRequest): Promise<WriteGate> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "signalbox-gate-")));
  const path = join(directory, "ask");
  const server = createServer((socket) => answerOne(socket, request));
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    hook: [process.execPath, HOOK, path],
    readable: [directory, dirname(HOOK), process.execPath],
    async close() {
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** One question of one connection; whoever is on the other side, it is only ever answered. */
function answerOne(socket: Socket, request: AgentRequest): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.setTimeout(QUESTION_MS_MAX, () => socket.destroy());
  socket.on("data", (chunk: string) => {
    text += chunk;
    if (text.length > QUESTION_CHARACTERS_MAX) return void socket.destroy();
    if (!text.includes("\n")) return;
    socket.removeAllListeners("data");
    void answer(text, request).then((line) => (line === null ? socket.destroy() : socket.end(line)));
  });
}

async function answer(text: string, request: AgentRequest): Promise<string | null> {
  const asked = question.safeParse(parseJsonLine(text.slice(0, text.indexOf("\n"))));
  if (!asked.success) return null;
  const { paths } = asked.data;
  const given = await askToWrite(request, "edit", paths);
  request.onEvent({ kind: "permission", tool: "edit", paths: pathsInside(request.workspace, paths), granted: given.granted });
  return `${JSON.stringify(given)}\n`;
}
