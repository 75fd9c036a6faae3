import { createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type GatewayOptions, openGateway } from "../../../src/agents/proxy/gateway.ts";
import { temporaryDirectory } from "../../support/repository.ts";

interface Asked {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server that remembers what it was asked. */
async function upstream(answer = "{}") {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? "", headers: request.headers });
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function gatewayTo(options: Partial<GatewayOptions>) {
  const refused: string[] = [];
  const socket = join(await temporaryDirectory(), "s");
  const gateway = await openGateway({
    routes: [],
    socket,
    insideHost: "127.0.0.1:47821",
    token: null,
    onRefused: (what) => refused.push(what),
    ...options,
  });
  onTestFinished(() => gateway.close());
  return { gateway, socket, refused };
}

function ask(socket: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest({ socketPath: socket, path, headers }, (answer: IncomingMessage) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
    })
      .on("error", reject)
      .end();
  });
}

/** What comes back for bytes that no client library would send. */
function raw(socket: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const stream = connect(socket, () => stream.write(text));
    stream.on("data", (chunk) => {
      said += chunk;
    });
    stream.on("end", () => resolve(said));
    stream.on("error", reject);
  });
}

describe("the way out of a box", () => {
  it("leads to the model with the real key in place of the worthless one, wherever that was sent", async () => {
    const { origin, asked } = await upstream();
    const { socket } = await gatewayTo({ routes: [{ path: "/", origin, key: { value: "real", header: "x-api-key" } }] });
    await ask(socket, "/v1/messages", { authorization: "Bearer worthless" });
    await ask(socket, "/v1/messages", { "x-api-key": "worthless" });
    await ask(socket, "/v1beta/models/m:generateContent?key=worthless&alt=sse");
    expect(asked.map(({ url }) => url)).toEqual(["/v1/messages", "/v1/messages", "/v1beta/models/m:generateContent?alt=sse"]);
    expect(asked.map(({ headers }) => [headers.authorization, headers["x-api-key"]])).toEqual([
      ["Bearer real", undefined],
      [undefined, "real"],
      [undefined, "real"],
    ]);
    expect(JSON.stringify(asked)).not.toContain("worthless");
  });

  it("leads nowhere else: not to another path, another host, by a tunnel, or by a path that looks like a host", async () => {
    const model = await upstream();
    const other = await upstream();
    const otherHost = other.origin.slice("http://".length);
    const { socket, refused } = await gatewayTo({ routes: [{ path: "/v1", origin: model.origin, key: null }] });
    for (const path of ["/v2", "/v1x", "/v1/../secret", "/v1/%2e%2e/secret", `${other.origin}/v1`])
      expect(await ask(socket, path)).toBe(403);
    expect(await raw(socket, `CONNECT ${otherHost} HTTP/1.1\r\nhost: ${otherHost}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403/);
    expect(refused).toContain(`connect to ${otherHost}`);
    expect(refused).toContain(`GET ${other.origin}/v1`);
    expect(refused).toHaveLength(6);
    expect([...model.asked, ...other.asked]).toEqual([]);
    const { socket: wide } = await gatewayTo({ routes: [{ path: "/", origin: model.origin, key: null }] });
    await ask(wide, `http://127.0.0.1:47821//${otherHost}/v1`);
    expect(other.asked).toEqual([]);
    expect(model.asked.map(({ url }) => url)).toEqual([`//${otherHost}/v1`]);
  });

  it("can be reached through itself, by programs that send everything to a proxy", async () => {
    const { origin, asked } = await upstream();
    const { socket, refused } = await gatewayTo({ routes: [{ path: "/", origin, key: null }] });
    await ask(socket, "http://127.0.0.1:47821/v1/absolute");
    const tunnel = "CONNECT 127.0.0.1:47821 HTTP/1.1\r\nhost: x\r\n\r\nGET /v1/tunnel HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    expect(await raw(socket, tunnel)).toMatch(/200 Connection Established[\s\S]*200 OK/);
    expect(asked.map(({ url }) => url)).toEqual(["/v1/absolute", "/v1/tunnel"]);
    expect(refused).toEqual([]);
  });

  it("on loopback, is for whoever has the session's key, and for nobody else", async () => {
    const { origin, asked } = await upstream();
    const { gateway } = await gatewayTo({
      socket: null,
      insideHost: null,
      token: "the key",
      routes: [{ path: "/", origin, key: { value: "real", header: "authorization" } }],
    });
    const url = `http://127.0.0.1:${gateway.port}/v1`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { "x-api-key": "the kez" } })).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: "Bearer the key" } })).status).toBe(200);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer real"]);
  });

  it("says what is wrong when the model's server is not there, and passes a stream on as it comes", async () => {
    const { socket } = await gatewayTo({ routes: [{ path: "/", origin: "http://127.0.0.1:9", key: null }] });
    expect(await ask(socket, "/v1")).toBe(502);
    let end: (() => void) | undefined;
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write('data: {"usage":{"input_tokens":3,"output_tokens":4}}\n\n');
      end = () => response.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const used: unknown[] = [];
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const streaming = await gatewayTo({ routes: [{ path: "/", origin, key: null, onUsage: (usage) => used.push(usage) }] });
    const said = await new Promise<string>((resolve) => {
      httpRequest({ socketPath: streaming.socket, path: "/" }, (answer) => {
        answer.on("error", () => undefined);
        answer.once("data", (chunk: Buffer) => {
          // It has arrived before the answer ends; now the server breaks off.
          end?.();
          answer.on("close", () => resolve(String(chunk)));
        });
      }).end();
    });
    expect(said).toContain("usage");
    expect(used).toEqual([{ inputTokens: 3, cachedTokens: 0, outputTokens: 4, model: null }]);
  });
});
