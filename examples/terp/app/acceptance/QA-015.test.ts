import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startApp } from "./support.ts";

async function button() {
  const app = startApp();
  const link = /<a [^>]*data-add="need"[^>]*>/.exec(await app.page("/matchmaking"))?.[0] ?? "";
  return { app, target: /href="([^"]*)"/.exec(link)?.[1] ?? "" };
}

describe("QA-015: Add Need leads somewhere", () => {
  it("is on the matchmaking page", async () => {
    assert.match(await startApp().page("/matchmaking"), />Add Need</);
  });
  it("leads to /clients", async () => {
    assert.equal((await button()).target, "/clients");
  });
  it("does not lead to a missing page", async () => {
    const { app, target } = await button();
    assert.equal((await app.app.request(target)).status, 200);
  });
  it("leads to a page that navigation knows", async () => {
    const { app, target } = await button();
    assert.ok((await app.page("/matchmaking")).includes(`<a href="${target}"`));
  });
});
