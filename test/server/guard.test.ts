import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { rawRequest, TOKEN, testServer } from "./support.ts";

const OWNER = { authorization: `Bearer ${TOKEN}` };

describe("the API", () => {
  it("answers the owner", async () => {
    const { server } = await testServer();
    const answer = await rawRequest(`${server.url}/v1/status`, OWNER);
    expect(answer).toMatchObject({ status: 200, body: { schema: "signalbox.status/1" } });
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });

  it.each([
    ["none", {}],
    ["another", { authorization: `Bearer ${TOKEN.replace("0", "1")}` }],
    ["a part of it", { authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ["it in another form", { authorization: TOKEN }],
  ])("turns away a token that is %s, on every path", async (_, headers: Record<string, string>) => {
    const { server, commands } = await testServer();
    for (const path of ["/v1/coordinator", "/v1/status", "/v1/report", "/v1/sessions/S/logs", "/v1/events", "/nowhere"]) {
      expect(await rawRequest(server.url + path, headers)).toMatchObject({ status: 401, body: { error: { code: "refused" } } });
    }
    const post = { method: "POST", body: '{"name":"stop"}' };
    expect(await rawRequest(`${server.url}/v1/commands`, { ...headers, "content-type": "application/json" }, post)).toMatchObject({
      status: 401,
    });
    expect(commands).toEqual([]);
  });

  it("turns away a name that only points at this address, so that DNS rebinding gains nothing", async () => {
    const { server } = await testServer();
    const { port } = new URL(server.url);
    for (const host of [`evil.example:${port}`, "127.0.0.1", `127.0.0.1:${Number(port) + 1}`, `127.0.0.1.evil.example:${port}`]) {
      expect((await rawRequest(`${server.url}/v1/status`, { ...OWNER, host })).status, host).toBe(403);
    }
    expect((await rawRequest(`${server.url}/v1/status`, { ...OWNER, host: `localhost:${port}` })).status).toBe(200);
  });

  it("turns away pages of other sites even with the token", async () => {
    const { server } = await testServer();
    const { port } = new URL(server.url);
    for (const origin of [
      "https://evil.example",
      "null",
      "http://localhost",
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port}.evil.example`,
    ]) {
      expect((await rawRequest(`${server.url}/v1/status`, { ...OWNER, origin })).status, origin).toBe(403);
    }
    expect((await rawRequest(`${server.url}/v1/status`, { ...OWNER, origin: server.url })).status).toBe(200);
  });

  it("listens on the loopback address only", async () => {
    const { server } = await testServer();
    const port = Number(new URL(server.url).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ host: address, port }, () => resolve(true)).on("error", () => resolve(false));
        socket.setTimeout(5_000, () => resolve(false));
      });
      expect(reached, address).toBe(false);
    }
  });
});
