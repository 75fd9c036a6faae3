import { readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { driverFor } from "../../../src/agents/driver-for.ts";
import type { Sandbox } from "../../../src/agents/sandbox.ts";
import type { AgentRequest } from "../../../src/core/agent.ts";
import { type Config, parseConfig } from "../../../src/core/config.ts";
import { temporaryDirectory, writeFiles } from "../../support/repository.ts";
import { until } from "../../support/until.ts";
import { setEnvironment } from "../environment.ts";
import { stage } from "../request.ts";
import { found, SANDBOXES, unconfined } from "../sandboxes.ts";

const REAL_KEY = "the-real-key-of-the-owner";

/** A model's server that answers each request with the headers it came with, and with what it cost. */
async function modelServer() {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers["x-api-key"]?.toString());
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ path: request.url, model: "m-1", usage: { input_tokens: 11, output_tokens: 7 } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys };
}

/** Runs a program of JavaScript as an agent; `out` prints. */
async function play(sandbox: Sandbox, program: string, agent: Record<string, unknown>, overrides: Partial<AgentRequest> = {}) {
  const at = await stage();
  await writeFiles(at.request().workspace, { "agent.mjs": `const out = (x) => console.log(x);\n${program}\n` });
  const config = configOf({ driver: "command", run: ["node", "agent.mjs"], ...agent });
  const driver = driverFor("agent", config, at.root, { sandbox, hidden: [at.state] });
  const run = await driver.start(at.request(overrides));
  const said = () => at.events.flatMap((event) => (event.kind === "text" ? [event.text] : [])).join("\n");
  return { at, run, driver, said };
}

function configOf(agent: Record<string, unknown>): Config["agents"][string] {
  const { mine } = parseConfig({ agents: { mine: agent } }).agents;
  if (mine === undefined) throw new Error("expected an agent");
  return mine;
}

const reach = (url: string) => `await fetch(${JSON.stringify(url)}).then((r) => out("reached " + r.status), () => out("not reached"));`;
const ASK = `const r = await fetch(process.env.ANTHROPIC_BASE_URL + "/v1/messages", { method: "POST", body: "{}", headers: { "x-api-key": process.env.ANTHROPIC_API_KEY } });
out(r.status + " " + (await r.json()).path);`;

for (const { title, sandbox } of SANDBOXES) {
  describe(`an agent with a model of its own, ${title}`, () => {
    it("has met its limit when it fails while its model only says: not now, though it says nothing of it", async () => {
      const server = createServer((_, response) => response.writeHead(529, { "retry-after": "60" }).end("{}"));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void server.close());
      const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { at, run } = await play(sandbox, `${ASK}\nprocess.exit(1);`, { model: { baseUrl, dialect: "anthropic" } });
      expect(await run.finished).toMatchObject({ reason: "exited-nonzero" });
      const limited = at.events.flatMap((event) => (event.kind === "rate-limited" ? [event.untilMs] : []));
      expect(limited).toEqual([expect.any(Number)]);
      expect(at.events.at(-1)?.kind).toBe("finished");
    });

    it("reaches it, and never sees the key; what it used is metered", async () => {
      setEnvironment("OWNERS_KEY", REAL_KEY);
      const model = await modelServer();
      const agent = {
        env: ["OWNERS_KEY"],
        model: { baseUrl: `${model.url}/api`, keyEnv: "OWNERS_KEY", dialect: "anthropic", env: { MINE: "{modelUrl} {modelKey}" } },
      };
      const { at, run, driver, said } = await play(sandbox, `${ASK}\nout(JSON.stringify(process.env));`, agent);
      expect(await run.finished).toEqual({ reason: "completed", detail: "exit 0" });
      expect(said()).toContain("200 /api/v1/messages");
      expect(said()).not.toContain(REAL_KEY);
      expect(said()).toMatch(/"MINE":"http:\/\/127\.0\.0\.1:\d+\/api /);
      expect(said()).toContain("SIGNALBOX_MODEL_URL");
      expect(model.keys).toEqual([REAL_KEY]);
      expect(at.events.filter(({ kind }) => kind === "usage")).toEqual([
        { kind: "usage", inputTokens: 11, outputTokens: 7, costUsd: null, model: "m-1" },
      ]);
      expect(driver.capabilities.network).toBe(sandbox.confined ? "model" : "open");
    });

    it("is not started without the key it was promised", async () => {
      setEnvironment("OWNERS_KEY", "");
      const { run } = await play(sandbox, "out(1);", { model: { baseUrl: "http://127.0.0.1:9", keyEnv: "OWNERS_KEY", dialect: "openai" } });
      expect(await run.finished).toMatchObject({ reason: "spawn-failed", detail: expect.stringContaining("OWNERS_KEY") });
    });
  });
}

describe("what an agent used is counted once", () => {
  it("by its own word where it reports it, by the meter where it should and did not", async () => {
    const model = await modelServer();
    const agent = { model: { baseUrl: model.url, dialect: "anthropic" }, output: "codex-json" };
    const silent = await play(unconfined, `${ASK}\n${ASK.replace("const r", "const s").replaceAll("r.", "s.")}`, agent);
    await silent.run.finished;
    expect(silent.at.events.filter(({ kind }) => kind === "usage")).toEqual([
      { kind: "usage", inputTokens: 22, outputTokens: 14, costUsd: null, model: "m-1" },
    ]);
    const own = `out(JSON.stringify({ type: "turn.completed", usage: { input_tokens: 5, output_tokens: 6 } }));`;
    const reporting = await play(unconfined, `${ASK}\n${own}`, agent);
    await reporting.run.finished;
    expect(reporting.at.events.filter(({ kind }) => kind === "usage")).toEqual([
      { kind: "usage", inputTokens: 5, outputTokens: 6, costUsd: null, isTotal: true, model: "m-1" },
    ]);
  });
});

describe.skipIf(!found.confined)("a box without the network", () => {
  const model = { baseUrl: "http://127.0.0.1:9", dialect: "openai" };

  it("leads to the model and nowhere else; what programs try through a proxy is refused and told", async () => {
    const elsewhere = await modelServer();
    const { host, port } = { host: "127.0.0.1", port: new URL(elsewhere.url).port };
    const viaProxy = `import http from "node:http"; const p = new URL(process.env.HTTPS_PROXY);
      await new Promise((done) => http.request({ host: p.hostname, port: p.port, method: "CONNECT", path: "example.test:443" }).on("connect", (r) => { out("tunnel " + r.statusCode); done(); }).end());`;
    const { at, run, driver, said } = await play(found, `${viaProxy}\n${reach(`http://${host}:${port}/`)}\n${reach("http://192.0.2.1/")}`, {
      model,
    });
    expect((await run.finished).reason).toBe("completed");
    expect(said()).toBe("tunnel 403\nnot reached\nnot reached");
    expect(at.events.filter(({ kind }) => kind === "refused")).toEqual([{ kind: "refused", what: "connect to example.test:443" }]);
    expect(elsewhere.keys).toEqual([]);
    expect(driver.capabilities.network).toBe("model");
  });

  it("is what `network: off` means, and `open` is not", async () => {
    const elsewhere = await modelServer();
    const off = await play(found, reach(elsewhere.url), { network: "off" });
    await off.run.finished;
    const open = await play(found, reach(elsewhere.url), { network: "open", model });
    await open.run.finished;
    const unsaid = await play(found, reach(elsewhere.url), {});
    await unsaid.run.finished;
    expect([off.said(), open.said(), unsaid.said()]).toEqual(["not reached", "reached 200", "reached 200"]);
  });

  it("leads to Signalbox's own tools as well, with their own token", async () => {
    const tokens: (string | undefined)[] = [];
    const tools = createServer((request, response) => {
      tokens.push(`${request.url} ${request.headers.authorization} ${request.headers.host}`);
      response.writeHead(200).end("{}");
    });
    await new Promise<void>((resolve) => tools.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void tools.close());
    const host = `127.0.0.1:${(tools.address() as AddressInfo).port}`;
    const toolServer = { name: "signalbox", url: `http://${host}/mcp`, token: "the-tools-token" };
    const program = `const r = await fetch(process.env.SIGNALBOX_MCP_URL, { headers: { authorization: "Bearer " + process.env.SIGNALBOX_MCP_TOKEN } }); out(r.status);`;
    for (const agent of [{ model }, { network: "off" }]) {
      const { run, said } = await play(found, program, agent, { toolServer });
      await run.finished;
      expect(said()).toBe("200");
    }
    expect(tokens).toEqual([`/mcp Bearer the-tools-token ${host}`, `/mcp Bearer the-tools-token ${host}`]);
  });

  it("ends as its agent ends, daemons included, and leaves nothing behind", async () => {
    const scratch = await temporaryDirectory();
    setEnvironment("TMPDIR", scratch);
    const left = async () => (await readdir(scratch)).filter((name) => name.startsWith("signalbox-gateway-"));
    const exit = await play(found, "process.exit(7);", { model });
    expect(await exit.run.finished).toMatchObject({ reason: "exited-nonzero", detail: "exit 7" });
    const killed = await play(found, `process.kill(process.pid, "SIGKILL"); setInterval(() => 0, 1000);`, { model });
    expect(await killed.run.finished).toMatchObject({ reason: "killed", detail: "signal 9" });
    const polite = await play(
      found,
      `process.on("SIGTERM", () => { out("asked"); process.exit(0); }); out("up"); setInterval(() => 0, 1000);`,
      { model },
    );
    await until(() => polite.said().includes("up"));
    await polite.run.cancel(20_000);
    expect(polite.said()).toBe("up\nasked");
    await until(async () => (await left()).length === 0, { what: "the end of all gateways" });
  });
});

describe("the configuration of an agent's network", () => {
  it("wants a model where only the model is to be reached", () => {
    const agents = { mine: { driver: "command", run: ["x"], network: "model" } };
    expect(() => parseConfig({ agents })).toThrow(/expected `model` beside `network: model`/);
  });
});
