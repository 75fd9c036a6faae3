import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { Readable, Writable } from "node:stream";
import { type AgentContext, agent, type McpServer, ndJsonStream, RequestError } from "@agentclientprotocol/sdk";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { type Step, stepsIn } from "./steps.ts";

/**
 * A real agent of the Agent Client Protocol, written with the SDK's agent side: `node acp-agent.ts OPTIONS`. It plays the
 * steps that stand in its prompt as one line `PLAY [...]`; of a resumed session only those not done before. Options:
 * `--silent` answers nothing; `--no-http` takes tools over a pipe only; `--can resume|load|nothing`; `--forgets` loses its sessions; `--signed-out` until authenticated;
 * `--version N` of the protocol.
 */

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : (process.argv[at + 1] ?? "");
};
const sessionsFile = join(homedir(), ".acp-agent.json");
const readSessions = (): Record<string, number> => {
  try {
    return JSON.parse(readFileSync(sessionsFile, "utf8"));
  } catch {
    return {};
  }
};
const saveDone = (session: string, done: number) => writeFileSync(sessionsFile, JSON.stringify({ ...readSessions(), [session]: done }));

let signedIn = option("signed-out") === undefined;
let cancelled = new AbortController();
let calls = 0;
let spent: Extract<Step, { spend: unknown }>["spend"] | undefined;

async function play(client: AgentContext, sessionId: string, step: Step, signal: AbortSignal): Promise<void> {
  const update = (one: object) => client.notify("session/update", { sessionId, update: one } as never);
  if ("say" in step) for (const piece of step.say.match(/.{1,7}/gs) ?? []) await update(chunk("agent_message_chunk", piece));
  if ("think" in step) await update(chunk("agent_thought_chunk", step.think));
  if ("plan" in step)
    await update({ sessionUpdate: "plan", entries: step.plan.map((content) => ({ content, priority: "medium", status: "pending" })) });
  if ("write" in step) {
    const path = isAbsolute(step.write) ? step.write : join(process.cwd(), step.write);
    const content = [{ type: "diff", path, oldText: null, newText: step.content }];
    await use(client, sessionId, { kind: "edit", title: `Write ${step.write}`, content, locations: [{ path }] }, step.ask, () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, step.content);
    });
  }
  if ("remove" in step) {
    const rawInput = { file_path: join(process.cwd(), step.remove) };
    await use(client, sessionId, { kind: "delete", title: `Remove ${step.remove}`, rawInput }, step.ask, () => rmSync(rawInput.file_path));
  }
  if ("run" in step) {
    const [program = "", ...args] = step.run;
    await use(client, sessionId, { kind: "execute", title: "Terminal", rawInput: { command: step.run.join(" ") } }, step.ask, () => {
      spawnSync(program, args, { stdio: "ignore" });
    });
  }
  if ("tool" in step) await update(chunk("agent_message_chunk", await callTool(step.tool)));
  if ("garbage" in step) for (const line of step.garbage) process.stdout.write(`${line}\n`);
  if ("flood" in step) for (let left = step.flood; left > 0; left -= 1000) await update(chunk("agent_message_chunk", "x".repeat(1000)));
  if ("spend" in step) {
    spent = step.spend;
    await update({ sessionUpdate: "usage_update", used: 1, size: 2, cost: { amount: step.spend.usd, currency: "USD" } });
  }
  if ("fail" in step) throw new RequestError(-32_603, step.fail);
  if ("exit" in step) process.exit(step.exit);
  if ("kill" in step && process.env["SIGNALBOX_ATTEMPT"] === "1") process.kill(process.pid, "SIGKILL");
  if ("hang" in step) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
}

/** One use of a tool with all its messages, asking first where it is to. */
async function use(client: AgentContext, sessionId: string, what: object, ask: boolean | undefined, act: () => void): Promise<void> {
  calls += 1;
  const toolCallId = `call-${calls}`;
  const update = (one: object) => client.notify("session/update", { sessionId, update: { toolCallId, ...one } } as never);
  await update({ sessionUpdate: "tool_call", status: "pending", ...what });
  if (ask !== false) {
    const options = ["allow_once", "allow_always", "reject_once"].map((kind) => ({ kind, optionId: kind, name: kind }));
    const { outcome } = await client.request("session/request_permission", {
      sessionId,
      toolCall: { toolCallId, ...what },
      options,
    } as never);
    if (outcome.outcome !== "selected" || !outcome.optionId.startsWith("allow"))
      return update({ sessionUpdate: "tool_call_update", status: "failed" });
  }
  act();
  await update({ sessionUpdate: "tool_call_update", status: "completed" });
}

/** Starts the server as agents do: with its own variables, and little else. */
async function callTool(name: string): Promise<string> {
  const [server] = servers;
  if (server === undefined || !("command" in server)) return "I have no server to start.";
  const { command, args, env } = server;
  const tools = new Client({ name: "acp-agent", version: "1.2.3" });
  await tools.connect(new StdioClientTransport({ command, args, env: Object.fromEntries(env.map(({ name, value }) => [name, value])) }));
  const offered = (await tools.listTools()).tools.length;
  const { content } = await tools.callTool({ name, arguments: {} });
  await tools.close();
  return `${offered} tools; ${name}: ${JSON.stringify(content)}`;
}

function chunk(sessionUpdate: string, text: string) {
  return { sessionUpdate, content: { type: "text", text } };
}

const can = option("can") ?? "resume";
let steps: readonly Step[] = [];
let servers: readonly McpServer[] = [];
const known = (sessionId: string) => {
  if (!signedIn) throw RequestError.authRequired();
  if (option("forgets") !== undefined || readSessions()[sessionId] === undefined)
    throw new RequestError(-32_602, "No previous sessions found");
};

if (option("silent") !== undefined) process.stdin.resume();
else
  agent({ name: "acp-agent" })
    .onRequest("initialize", () => ({
      protocolVersion: Number(option("version") ?? 1),
      agentInfo: { name: "acp-agent", version: "1.2.3" },
      agentCapabilities: {
        loadSession: can === "load",
        sessionCapabilities: can === "resume" ? { resume: {} } : {},
        mcpCapabilities: { http: option("no-http") === undefined },
      },
      authMethods: [
        { id: "somebody", name: "Sign in" },
        { id: "openai", name: "By key" },
      ],
    }))
    .onRequest("authenticate", ({ params }) => {
      signedIn = params.methodId === "openai";
    })
    .onRequest("session/new", ({ params }) => {
      if (!signedIn) throw RequestError.authRequired();
      const sessionId = `acp-${process.pid}-${Object.keys(readSessions()).length}`;
      saveDone(sessionId, 0);
      servers = params.mcpServers;
      writeFileSync(join(homedir(), "mcp-servers.json"), JSON.stringify(servers));
      return { sessionId };
    })
    .onRequest("session/resume", ({ params }) => {
      known(params.sessionId);
      return {};
    })
    .onRequest("session/load", async ({ params, client }) => {
      known(params.sessionId);
      await client.notify("session/update", {
        sessionId: params.sessionId,
        update: { sessionUpdate: "agent_message_chunk", content: { type: "text", text: "said long ago" } },
      });
    })
    .onNotification("session/cancel", () => cancelled.abort())
    .onRequest("session/prompt", async ({ params, client }) => {
      cancelled = new AbortController();
      const text = params.prompt.map((block) => (block.type === "text" ? block.text : "")).join("\n");
      const isNew = stepsIn(text).length > 0;
      if (isNew) steps = stepsIn(text);
      const done = readSessions()[params.sessionId] ?? 0;
      const rest = isNew ? steps.slice(done) : retried(text);
      for (const [index, step] of rest.entries()) {
        await play(client, params.sessionId, step, cancelled.signal);
        if (cancelled.signal.aborted) return { stopReason: "cancelled" as const };
        if (isNew) saveDone(params.sessionId, done + index + 1);
        if ("cut" in step) {
          steps = rest.slice(index + 1);
          return { stopReason: step.cut };
        }
      }
      const usage = spent && { inputTokens: spent.inputTokens, outputTokens: spent.outputTokens };
      return { stopReason: "end_turn" as const, ...(usage && { usage }) };
    })
    .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin) as never));

/** Told that paths are free by now, it writes them; told to go on, it does what is left. */
function retried(text: string): readonly Step[] {
  if (text.includes("Go on where you were")) return steps;
  const free = /^Free by now, and yours: (.*)\. Go on/m.exec(text)?.[1]?.split(", ") ?? [];
  return steps.filter((step) => "write" in step && free.includes(step.write));
}
