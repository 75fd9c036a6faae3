import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PASSWORD, startApp } from "./support.ts";

describe("signing in", () => {
  it("is what everything but health needs", async () => {
    const { ask } = startApp();
    for (const path of ["/api/dashboard", "/api/clients", "/api/needs", "/api/events"])
      assert.equal((await ask("GET", path)).status, 401, path);
    assert.equal((await ask("GET", "/api/health")).status, 200);
    assert.deepEqual((await ask("GET", "/api/session")).body, { user: null });
  });
  it("opens the API to a user and says who it is, without the password's hash", async () => {
    const { ask, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    assert.equal((await ask("GET", "/api/clients", undefined, cookie)).status, 200);
    const { body } = await ask("GET", "/api/session", undefined, cookie);
    assert.deepEqual(body, { user: { id: 1, name: "Uma", email: "uma@terp.example", role: "ADMIN" } });
  });
  it("refuses a wrong password and an unknown address with the same words", async () => {
    const { ask } = startApp();
    const wrong = await ask("POST", "/api/sign-in", { email: "uma@terp.example", password: "wrong" });
    const unknown = await ask("POST", "/api/sign-in", { email: "eve@terp.example", password: PASSWORD });
    assert.equal(wrong.status, 401);
    assert.deepEqual(unknown, wrong);
  });
  it("keeps its cookie from scripts and from other sites", async () => {
    const { request } = startApp();
    const body = JSON.stringify({ email: "uma@terp.example", password: PASSWORD });
    const response = await request("/api/sign-in", { method: "POST", body, headers: { "content-type": "application/json" } });
    const cookie = response.headers.get("set-cookie") ?? "";
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Strict/);
  });
  it("ends with signing out, also for a cookie that was copied", async () => {
    const { ask, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    assert.equal((await ask("POST", "/api/sign-out", {}, cookie)).status, 200);
    assert.equal((await ask("GET", "/api/clients", undefined, cookie)).status, 401);
  });
  it("ends after a day", async () => {
    let now = Date.parse("2025-11-14T08:00:00Z");
    const { ask, signIn } = startApp({ now: () => new Date(now) });
    const cookie = await signIn("uma@terp.example");
    now += 24 * 60 * 60 * 1000;
    assert.equal((await ask("GET", "/api/clients", undefined, cookie)).status, 401);
  });
});

describe("writes", () => {
  it("are refused from another site", async () => {
    const { request, signIn } = startApp();
    const cookie = await signIn("uma@terp.example");
    const send = (headers: Record<string, string>) =>
      request("/api/sign-out", { method: "POST", body: "{}", headers: { cookie, ...headers } });
    assert.equal((await send({ "content-type": "application/json", origin: "https://elsewhere.example" })).status, 403);
    assert.equal((await send({ "content-type": "text/plain" })).status, 415);
    assert.equal((await send({ "content-type": "application/json", origin: "http://localhost" })).status, 200);
  });
  it("are limited in size", async () => {
    const { ask } = startApp();
    const { status, body } = await ask("POST", "/api/sign-in", { email: "x".repeat(100_000), password: "x" });
    assert.equal(status, 413);
    assert.match(body.error, /expected at most/);
  });
});
