import { describe, expect, it } from "vitest";
import type { AgentDesk } from "../../../src/server/mcp/agent-desk.ts";
import { FORMS, type ToolName } from "../../../src/server/mcp/tool-forms.ts";
import { TOOLS } from "../../../src/server/mcp/tool-table.ts";
import { until } from "../../support/until.ts";
import { rawRequest, TOKEN, testServer } from "../support.ts";
import { ask, askInVain, connect, type Given, heldAgents } from "./support.ts";

const JSON_HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const LIST = { method: "POST", body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }) };
const AGENT = { authorization: "Bearer agent-token-1" };

/** A server whose one agent says which tool it was asked for. */
async function serverForOne() {
  const asked: string[] = [];
  const answer = (name: string) => async () => {
    asked.push(name);
    return { ok: false as const, refusal: { code: "held" as const, holder: "Ann", untilMs: 1_500.2, next: "wait" } };
  };
  const desk = Object.fromEntries(Object.keys(FORMS).map((name) => [name, answer(name)])) as unknown as AgentDesk;
  const served = await testServer({}, (token) => (token === "agent-token-1" ? desk : undefined));
  return { ...served, asked, url: `${served.server.url}/mcp` };
}

describe("who may use the tools", () => {
  it.each([
    ["none", {}],
    ["another", { authorization: "Bearer agent-token-2" }],
    ["the owner's", { authorization: `Bearer ${TOKEN}` }],
    ["it in another form", { authorization: "agent-token-1" }],
    ["it twice over", { authorization: "Bearer agent-token-1 agent-token-1" }],
  ])("401 for a token that is %s", async (_, headers: Record<string, string>) => {
    const { url, asked } = await serverForOne();
    const answer = await rawRequest(url, { ...JSON_HEADERS, ...headers }, LIST);
    expect(answer).toMatchObject({
      status: 401,
      body: { error: { code: "refused", next: expect.stringContaining("SIGNALBOX_MCP_TOKEN") } },
    });
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
    expect((await rawRequest(url, headers)).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it("an agent's token opens nothing of the owner's API", async () => {
    const { server, commands } = await serverForOne();
    for (const path of ["/v1/coordinator", "/v1/status", "/v1/events", "/mcp/../v1/status", "/mcp/"]) {
      expect((await rawRequest(server.url + path, AGENT)).status, path).toBe(401);
    }
    const stop = { method: "POST", body: '{"name":"stop"}' };
    expect((await rawRequest(`${server.url}/v1/commands`, { ...JSON_HEADERS, ...AGENT }, stop)).status).toBe(401);
    expect(commands).toEqual([]);
  });

  it("turns away foreign pages and names that only point here, even with the token", async () => {
    const { url } = await serverForOne();
    const headers = { ...JSON_HEADERS, ...AGENT };
    const others: readonly Readonly<Record<string, string>>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { host: "evil.example" },
    ];
    for (const other of others) {
      expect((await rawRequest(url, { ...headers, ...other }, LIST)).status, JSON.stringify(other)).toBe(403);
    }
    expect((await rawRequest(url, headers, LIST)).status).toBe(200);
  });

  it("a session's token ends with its agent, and acts for that session whatever an argument says", async () => {
    const { running, given, letGo } = await heldAgents(
      { tasks: { "QA-001": { steps: [], writes: ["src/QA-001.txt"] }, "QA-002": { steps: [], writes: ["src/QA-002.txt"] } } },
      "--agents",
      "2",
    );
    const [one, two] = [await given("QA-001"), await given("QA-002")];
    expect(one.token).not.toBe(two.token);
    const client = await connect(one);
    for (const [name, args] of [
      ["extend_lease", { paths: ["src/x.txt"] }],
      ["report_progress", { message: "as somebody else" }],
      ["submit", {}],
      ["ask_human", { question: "as somebody else?" }],
      ["release", { reason: "as somebody else" }],
    ] as const) {
      expect((await askInVain(client, name, { ...args, lease: two.session })).refused, name).toMatchObject({ code: "not-holder" });
    }
    // No argument is an identity: what is not in the form is not taken.
    const named = await client.callTool({ name: "release", arguments: { session: two.session, reason: "as somebody else" } });
    expect(named.isError).toBe(true);
    const other = await connect(two);
    expect(await ask(other, "next_task")).toMatchObject({ task: "QA-002", lease: two.session });
    await letGo("QA-001");
    const statusOf = async ({ url, token }: Given) =>
      (await rawRequest(url, { ...JSON_HEADERS, authorization: `Bearer ${token}` }, LIST)).status;
    await until(async () => (await statusOf(one)) === 401, { what: "the end of the token" });
    expect(await statusOf(two)).toBe(200);
    await letGo("QA-002");
    expect((await running).exitCode).toBe(0);
  });
});

describe("what the tools say of themselves", () => {
  it("is the same to clients of 2025 and of 2026: at most ten, each with title, one sentence, forms and annotations", async () => {
    const { url } = await serverForOne();
    const [modern, legacy] = [await connect({ url, token: "agent-token-1" }), await connect({ url, token: "agent-token-1" }, "legacy")];
    expect([modern.getNegotiatedProtocolVersion(), legacy.getNegotiatedProtocolVersion()]).toEqual(["2026-07-28", "2025-11-25"]);
    const { tools } = await modern.listTools();
    expect(tools.map(({ name }) => name)).toEqual(Object.keys(TOOLS));
    expect(tools.length).toBeLessThanOrEqual(10);
    for (const tool of tools) {
      expect(tool).toMatchObject({ title: expect.any(String), inputSchema: { type: "object" }, outputSchema: { type: "object" } });
      expect(tool.name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(tool.description, tool.name).toMatch(/^Call [^.]+\.$/);
      expect(tool.annotations, tool.name).toMatchObject({ openWorldHint: false, readOnlyHint: expect.any(Boolean) });
    }
    const forms = (list: typeof tools) => list.map(({ name, title, description }) => ({ name, title, description }));
    expect(forms((await legacy.listTools()).tools)).toEqual(forms(tools));
    expect(legacy.getInstructions()).toBe(modern.getInstructions());
  });

  it("a refusal is the refusal of the command line, to both", async () => {
    const { url, asked } = await serverForOne();
    for (const mode of ["auto", "legacy"] as const) {
      const client = await connect({ url, token: "agent-token-1" }, mode);
      expect(await askInVain(client, "claim_task", { task: "QA-001" })).toEqual({
        refused: { code: "held", holder: "Ann", until: 1501, next: "wait" },
      });
    }
    expect(asked).toEqual(["claim_task", "claim_task"]);
  });
});

describe("what is not understood", () => {
  it.each([
    ["no JSON", "{", {}],
    ["an empty body", "", {}],
    ["JSON that is no call", "[]", {}],
    ["a number", "42", {}],
    ["an unknown method", '{"jsonrpc":"2.0","id":1,"method":"signalbox/stop"}', {}],
    ["an unknown tool", '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stop","arguments":{}}}', {}],
    ["a prototype's name as tool", '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"constructor","arguments":{}}}', {}],
    ["another content type", '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { "content-type": "text/plain" }],
    ["deep nesting", "[".repeat(30_000), {}],
  ])("%s harms nobody and reaches no tool", async (_, body, headers) => {
    const { url, asked } = await serverForOne();
    const answer = await rawRequest(url, { ...JSON_HEADERS, ...AGENT, ...headers }, { method: "POST", body });
    expect(answer.status).toBeLessThan(500);
    expect(asked).toEqual([]);
    const client = await connect({ url, token: "agent-token-1" });
    expect((await client.listTools()).tools).toHaveLength(Object.keys(TOOLS).length);
  });

  it("a body that is too large is turned away unread", async () => {
    const { url } = await serverForOne();
    const answer = await rawRequest(url, { ...JSON_HEADERS, ...AGENT }, { method: "POST", body: " ".repeat(70_000) });
    expect(answer.status).toBe(413);
  });

  it.each([
    ["claim_task", {}],
    ["claim_task", { task: "../../etc" }],
    ["claim_task", { task: "QA-001", key: "short" }],
    ["extend_lease", { paths: [] }],
    ["extend_lease", { paths: ["/etc/passwd"] }],
    ["extend_lease", { paths: ["a/../../b"] }],
    ["extend_lease", { paths: ["**"] }],
    ["extend_lease", { paths: ["./*/x"] }],
    ["extend_lease", { paths: [".git/hooks/x"] }],
    ["extend_lease", { paths: Array.from({ length: 51 }, (_, index) => `p${index}`) }],
    ["report_progress", { message: "" }],
    ["report_progress", { message: "x".repeat(501) }],
    ["report_progress", { message: "x", percent: 101 }],
    ["submit", { ref: "--upload-pack=x" }],
    ["ask_human", { question: "x".repeat(2_001) }],
    ["release", {}],
    ["next_task", { session: "S" }],
  ] as const)("%s refuses %j before anything is done", async (name, args) => {
    const { url, asked } = await serverForOne();
    const client = await connect({ url, token: "agent-token-1" });
    expect((await client.callTool({ name: name satisfies ToolName, arguments: { ...args } })).isError).toBe(true);
    expect(asked).toEqual([]);
  });
});
