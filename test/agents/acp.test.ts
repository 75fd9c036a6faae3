import { once } from "node:events";
import { existsSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { acpDriver } from "../../src/agents/acp/acp-driver.ts";
import { DEFAULT_DRIVER_OPTIONS, type DriverOptions } from "../../src/agents/driver-options.ts";
import type { AgentRequest, WriteAnswer } from "../../src/core/agent.ts";
import { until } from "../support/until.ts";
import { setEnvironment } from "./environment.ts";
import { type Stage, stage } from "./request.ts";
import { SANDBOXES } from "./sandboxes.ts";
import { promptOf, type Step } from "./support/steps.ts";

const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));
const AGENT = fileURLToPath(new URL("./support/acp-agent.ts", import.meta.url));

interface Ways {
  readonly options?: readonly string[];
  readonly driverOptions?: Partial<DriverOptions>;
  readonly startMs?: number;
}

function start(
  at: Stage,
  steps: readonly Step[],
  overrides: Partial<AgentRequest> = {},
  { options = [], driverOptions, startMs }: Ways = {},
) {
  const config = { driver: "acp" as const, run: [process.execPath, AGENT, ...options], env: [] };
  const prompt = promptOf(steps);
  return acpDriver("any", config, { ...DEFAULT_DRIVER_OPTIONS, ...driverOptions }, startMs).start(at.request({ prompt, ...overrides }));
}

async function play(...given: Parameters<typeof start>) {
  return (await start(...given)).finished;
}

/** Stands for the coordinator's tools: takes a call, answers it, and keeps who asked for what. */
async function toolsAt(path: string) {
  const heard: { readonly name: string | undefined; readonly authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    heard.push({ name: request.headers["mcp-name"]?.toString(), authorization: request.headers.authorization });
    const result = { resultType: "complete", content: [{ type: "text", text: "all is well" }], isError: true };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id: 1, result }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, heard };
}

const HELD: WriteAnswer = { granted: false, text: "Session-X (task T-2) holds it." };

describe("an agent of the Agent Client Protocol", () => {
  it("says who it is and what it can, before anything else, and its session before its first turn", async () => {
    const at = await stage();
    expect(await play(at, [{ say: "Hello." }])).toEqual({ reason: "completed", detail: "end_turn" });
    expect(at.events.slice(0, 2)).toEqual([
      { kind: "identified", program: "acp-agent", version: "1.2.3", protocol: "acp 1", can: ["resume", "mcp-http"] },
      { kind: "session", agentSession: expect.stringMatching(/^acp-/) },
    ]);
    expect(at.events.at(-1)).toEqual({ kind: "finished", reason: "completed", detail: "end_turn" });
  });

  it("tells what it says, plans, does and spends in our words", async () => {
    const at = await stage();
    const spend = { inputTokens: 100, outputTokens: 20, usd: 0.25 };
    await play(at, [
      { think: "secret thoughts" },
      { say: "A sentence in many pieces." },
      { plan: ["first", "second"] },
      { write: "src/a.ts", content: "a" },
      { run: ["git", "push"] },
      { spend },
    ]);
    const told = at.events.filter(({ kind }) => !["identified", "session", "finished"].includes(kind));
    expect(told).toEqual([
      { kind: "text", text: "A sentence in many pieces." },
      { kind: "plan", entries: ["first", "second"] },
      { kind: "permission", tool: "edit", paths: ["src/a.ts"], granted: true },
      { kind: "tool", tool: "edit", title: "Write src/a.ts", paths: ["src/a.ts"] },
      { kind: "permission", tool: "execute", paths: [], granted: true },
      { kind: "tool", tool: "execute", title: "git push", paths: [] },
      { kind: "usage", inputTokens: 100, outputTokens: 20, costUsd: 0.25 },
    ]);
  });

  it("is asked about writes only, by the paths it names, and a refused write does not happen and is told of as no edit", async () => {
    const at = await stage();
    const asked: unknown[] = [];
    const mayWrite: AgentRequest["mayWrite"] = async (paths, tool) => {
      asked.push([tool, ...paths]);
      return HELD;
    };
    const run = await start(at, [{ run: ["true"] }, { write: "src/a.ts", content: "a" }, { say: "went on" }], { mayWrite });
    await until(() => at.said().includes("went on"));
    await run.cancel(5000);
    const { workspace } = at.request();
    expect(asked[0]).toEqual(["edit", join(workspace, "src/a.ts")]);
    expect(existsSync(join(workspace, "src/a.ts"))).toBe(false);
    expect(at.events).toContainEqual({ kind: "permission", tool: "edit", paths: ["src/a.ts"], granted: false });
    expect(at.events.filter((event) => event.kind === "tool" && event.tool === "edit")).toEqual([]);
  });

  it("learns why a write was refused, and goes on with it once the path is free", async () => {
    const at = await stage();
    let asked = 0;
    const mayWrite = async (): Promise<WriteAnswer> => (asked++ === 0 ? HELD : { granted: true });
    const finish = await play(
      at,
      [
        { write: "src/a.ts", content: "late" },
        { write: "src/b.ts", content: "b", ask: false },
      ],
      { mayWrite },
    );
    expect(finish.reason).toBe("completed");
    expect(at.said()).toContain("- Session-X (task T-2) holds it.");
    expect(await readFile(join(at.request().workspace, "src/a.ts"), "utf8")).toBe("late");
  });

  it("whose program cuts a turn short is told to go on, as often as is bearable; one that refuses is not", async () => {
    const at = await stage();
    expect(
      await play(at, [{ say: "red, " }, { cut: "max_turn_requests" }, { say: "green, " }, { cut: "max_tokens" }, { say: "blue" }]),
    ).toEqual({
      reason: "completed",
      detail: "end_turn",
    });
    expect(at.said().match(/red|green|blue|ended by a limit/g)).toEqual(["red", "ended by a limit", "green", "ended by a limit", "blue"]);
    const never = Array.from({ length: 50 }, (): Step => ({ cut: "max_turn_requests" }));
    expect(await play(await stage(), never)).toEqual({ reason: "completed", detail: "max_turn_requests" });
    const other = await stage();
    expect(await play(other, [{ cut: "refusal" }, { say: "not said" }])).toEqual({ reason: "completed", detail: "refusal" });
    expect(other.said()).not.toContain("not said");
  });

  it("goes on with its session by resume or load, of which it replays nothing, and opens a new one where neither works", async () => {
    for (const can of ["resume", "load"]) {
      const at = await stage();
      const steps: Step[] = [{ say: "once" }, { kill: true }, { say: "twice" }];
      expect((await play(at, steps, {}, { options: ["--can", can] })).reason).toBe("killed");
      const agentSession = at.events.flatMap((event) => (event.kind === "session" ? event.agentSession : []))[0] ?? "";
      expect((await play(at, steps, { agentSession, attempt: 2 }, { options: ["--can", can] })).reason).toBe("completed");
      expect(at.said().match(/once|twice|said long ago/g)).toEqual(["once", "twice"]);
      const sessions = at.events.flatMap((event) => (event.kind === "session" ? event.agentSession : []));
      expect(new Set(sessions).size).toBe(1);
    }
    for (const options of [
      ["--can", "nothing"],
      ["--can", "resume", "--forgets"],
    ]) {
      const at = await stage();
      expect((await play(at, [{ say: "anew" }], { agentSession: "acp-gone" }, { options })).reason).toBe("completed");
      expect(at.said()).toContain("A new session, because the earlier one could not be resumed");
      expect(at.said()).toContain("anew");
    }
  });

  it("signs in by a way that needs nobody, where its preset names one, and else is not started", async () => {
    const at = await stage();
    const run = [process.execPath, AGENT, "--signed-out"];
    const request = at.request({ prompt: `PLAY ${JSON.stringify([{ say: "signed in" }])}` });
    const known = acpDriver("any", { driver: "acp", agent: "qwen", run, env: [] }, DEFAULT_DRIVER_OPTIONS);
    expect((await (await known.start(request)).finished).reason).toBe("completed");
    expect(at.said()).toContain("signed in");
    const unknown = acpDriver("any", { driver: "acp", run, env: [] }, DEFAULT_DRIVER_OPTIONS);
    expect(await (await unknown.start(request)).finished).toEqual({
      reason: "spawn-failed",
      detail: expect.stringContaining("Authentication required"),
    });
  });

  it("is given our tool server, whose token is nowhere on record", async () => {
    const at = await stage();
    const toolServer = { name: "signalbox", url: "http://127.0.0.1:1/mcp", token: "token-of-this-session" };
    await play(at, [{ say: toolServer.token }], { toolServer });
    const given = JSON.parse(await readFile(join(at.request().home, "mcp-servers.json"), "utf8"));
    expect(given).toEqual([
      { type: "http", name: "signalbox", url: toolServer.url, headers: [{ name: "Authorization", value: `Bearer ${toolServer.token}` }] },
    ]);
    expect(await readFile(at.request().transcriptFile ?? "", "utf8")).not.toContain(toolServer.token);
    expect(JSON.stringify(at.events)).not.toContain(toolServer.token);
  });

  it.for(SANDBOXES)(
    "that takes no server over HTTP is given ours over a pipe, and it works there ($title)",
    async ({ sandbox }, { skip }) => {
      // A box shows no links, and in the copy that bugs are planted in node_modules is one.
      if ((await lstat(join(CHECKOUT, "node_modules"))).isSymbolicLink()) skip("node_modules is a link here");
      const at = await stage();
      const { url, heard } = await toolsAt("/mcp");
      const toolServer = { name: "signalbox", url, token: "token-of-this-session" };
      // As where Signalbox lies in a home: hidden, but for what the agent itself is made of here.
      const driverOptions = { sandbox, hidden: [at.state, CHECKOUT], readable: [dirname(AGENT)] };
      const ways = { options: ["--no-http"], driverOptions };
      expect(await play(at, [{ tool: "plan_summary" }], { toolServer }, ways)).toMatchObject({ reason: "completed" });
      expect(at.said()).toContain('9 tools; plan_summary: [{"type":"text","text":"all is well"}]');
      expect(heard).toEqual([{ name: "plan_summary", authorization: `Bearer ${toolServer.token}` }]);
      expect(at.events).toContainEqual(expect.objectContaining({ kind: "identified", can: ["resume"] }));
      expect(await readFile(at.request().transcriptFile ?? "", "utf8")).not.toContain(toolServer.token);
    },
  );

  it("is given up when it does not answer, or speaks another version", async () => {
    const at = await stage();
    expect(await play(at, [], {}, { options: ["--silent"], startMs: 300 })).toEqual({
      reason: "spawn-failed",
      detail: "expected an answer to initialize within 300 ms, got none",
    });
    expect(await play(at, [], {}, { options: ["--version", "2"] })).toEqual({
      reason: "spawn-failed",
      detail: "expected version 1 of the Agent Client Protocol, got `2`",
    });
  });

  it("ends as its prompt fails or its program breaks off, never as done", async () => {
    const at = await stage();
    expect(await play(at, [{ fail: "model says 400" }])).toEqual({
      reason: "exited-nonzero",
      detail: expect.stringContaining("model says 400"),
    });
    expect(await play(at, [{ exit: 0 }])).toEqual({
      reason: "exited-nonzero",
      detail: expect.stringMatching(/^exit 0 before its turn was over/),
    });
    expect(await play(at, [{ exit: 3 }])).toEqual({ reason: "exited-nonzero", detail: expect.stringMatching(/^exit 3/) });
  });

  it("may write anything on the wire: what is no message is kept on record and says nothing", async () => {
    const at = await stage();
    const garbage = [
      "Welcome to agent 1.0!",
      "[]",
      "{}",
      "null",
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"2.0","id":999,"result":{}}',
      '{"jsonrpc":"2.0","id":{},"method":"x"}',
      '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"from_the_future"}}}',
      '{"jsonrpc":"2.0","method":"session/update","params":{"update":{"sessionUpdate":"tool_call","toolCallId":7}}}',
      '{"jsonrpc":"2.0","method":"session/update"}',
      '{"jsonrpc":"2.0","id":"x","method":"fs/write_text_file","params":{"path":"/etc/passwd","content":"x"}}',
      '{"jsonrpc":"2.0","id":"y","method":"session/request_permission","params":{"options":1}}',
    ];
    expect((await play(at, [{ garbage }, { say: "still there" }])).reason).toBe("completed");
    expect(at.said()).toBe(["", "", "still there", ""].join("\n"));
    expect(await readFile(at.request().transcriptFile ?? "", "utf8")).toContain("Welcome to agent 1.0!");
  });

  it("keeps what is beyond its limits out of the events, and is ended beyond all measure", async () => {
    const at = await stage();
    const limits = { timeoutMs: 60_000, outputBytesMax: 20_000, outputBytesEnd: 100_000 };
    expect((await play(at, [{ flood: 60_000 }, { say: "after" }], { limits })).reason).toBe("completed");
    expect(at.said().match(/is dropped/g)).toHaveLength(1);
    expect(at.said()).not.toContain("after");
    expect((await play(at, [{ flood: 50_000_000 }], { limits })).reason).toBe("output-limit");
  });

  it("hears of a cancellation in its own words first", async () => {
    const at = await stage();
    const run = await start(at, [{ say: "ready\n" }, { run: ["true"] }, { hang: true }]);
    await until(() => at.said().includes("ready"));
    await run.cancel(10_000);
    expect(await run.finished).toEqual({ reason: "cancelled", detail: "ended by the coordinator" });
  });

  it("says what to install when a known agent is not there", async () => {
    const at = await stage();
    setEnvironment("PATH", at.root);
    const driver = acpDriver("any", { driver: "acp", agent: "gemini", env: [] }, DEFAULT_DRIVER_OPTIONS);
    const finish = await (await driver.start(at.request())).finished;
    expect(finish).toEqual({ reason: "spawn-failed", detail: expect.stringContaining("npm install -g @google/gemini-cli@") });
  });
});
