import { describe, expect, it } from "vitest";
import { SignalboxError } from "../../src/core/errors.ts";
import { rawRequest, TOKEN, testServer } from "./support.ts";

const OWNER = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

describe("a command", () => {
  it.each([
    ["no JSON", "{", "JSON"],
    ["an unknown name", '{"name":"explode"}', "the command.name"],
    ["an id that could escape a path", '{"name":"retry","task":"../../etc/passwd"}', "the command.task"],
    ["an id with shell characters", '{"name":"retry","task":"A;rm -rf /"}', "the command.task"],
    ["a branch that looks like an option", '{"name":"land","branch":"--upload-pack=x","repository":"/r"}', "the command.branch"],
    ["a branch with a line break", '{"name":"land","branch":"a\\nb","repository":"/r"}', "the command.branch"],
    ["a relative repository", '{"name":"land","branch":"main","repository":"../r"}', "the command.repository"],
    ["a field nobody asked for", '{"name":"stop","force":true}', "the command"],
  ])("is refused with a clear error: %s", async (_, body, named) => {
    const { server, commands } = await testServer();
    const answer = await rawRequest(`${server.url}/v1/commands`, OWNER, { method: "POST", body });
    expect(answer).toMatchObject({ status: 400, body: { schema: "signalbox.error/1", error: { code: "bad-input" } } });
    expect(answer.body.error?.message).toContain(named);
    expect(commands).toEqual([]);
  });

  it("is refused in any other type than JSON, which a form of another site could send", async () => {
    const { server, commands } = await testServer();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/plain; x=application/json"]) {
      const answer = await rawRequest(
        `${server.url}/v1/commands`,
        { ...OWNER, "content-type": type },
        { method: "POST", body: '{"name":"stop"}' },
      );
      expect(answer.status).toBe(400);
    }
    expect(commands).toEqual([]);
  });

  it("is refused when it is too large", async () => {
    const { server } = await testServer();
    const body = JSON.stringify({ name: "drop", task: "A", reason: "x".repeat(70_000) });
    expect(await rawRequest(`${server.url}/v1/commands`, OWNER, { method: "POST", body })).toMatchObject({
      status: 413,
      body: { error: { code: "bad-input" } },
    });
    expect(
      (await rawRequest(`${server.url}/v1/commands`, { ...OWNER, "transfer-encoding": "chunked" }, { method: "POST", body })).status,
    ).toBe(413);
  });
});

describe("any request", () => {
  it("for an unknown path or a bad query gets an error object", async () => {
    const { server } = await testServer();
    expect(await rawRequest(`${server.url}/v2/status`, OWNER)).toMatchObject({ status: 404, body: { error: { code: "not-found" } } });
    for (const path of ["/v1/events?after=-1", "/v1/events?after=x", "/v1/events?since=1", `/v1/sessions/${"x".repeat(200)}/logs`]) {
      expect(await rawRequest(server.url + path, OWNER), path).toMatchObject({ status: 400, body: { error: { code: "bad-input" } } });
    }
    const answer = await rawRequest(`${server.url}/v1/events`, { ...OWNER, "last-event-id": "soon" });
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("Last-Event-ID") } } });
  });

  it.each([
    [new SignalboxError("not-found", "no such task", { hint: "look" }), 404, "not-found"],
    [new SignalboxError("refused", "held"), 409, "refused"],
    [new SignalboxError("disk-full", "no room"), 500, "disk-full"],
    [new TypeError("x is not a function"), 500, "bug"],
  ])("that fails says how: %s", async (fault, status, code) => {
    const { server } = await testServer({ status: () => Promise.reject(fault) });
    const answer = await rawRequest(`${server.url}/v1/status`, OWNER);
    expect(answer).toMatchObject({ status, body: { schema: "signalbox.error/1", error: { code, message: fault.message } } });
    expect(answer.body.error?.next).not.toBe("");
  });
});
