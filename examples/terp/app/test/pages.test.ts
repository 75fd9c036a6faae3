import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { isKnownPath, pathTo, ROUTES } from "../src/routes.ts";
import { startApp } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "terp-pages-"));
mkdirSync(join(folder, "assets"));
writeFileSync(join(folder, "index.html"), "<!doctype html><div id=root></div>");
writeFileSync(join(folder, "assets", "index-1.js"), "console.log(1)");
after(() => rmSync(folder, { recursive: true }));

describe("routes", () => {
  it("know every page and nothing else", () => {
    for (const route of Object.values(ROUTES)) assert.ok(isKnownPath(pathTo(route, 7)), route);
    for (const path of ["/nowhere", "/needs/new", "/clients/abc", "/clients/0", "/orders/1/2", "/orders/"])
      assert.ok(!isKnownPath(path), path);
  });
});

describe("the server", () => {
  it("answers 200 where there is a page, 404 where there is none, with the same document", async () => {
    const { request } = startApp({ pages: folder });
    for (const [path, status] of [
      ["/", 200],
      ["/orders", 200],
      ["/clients/7", 200],
      ["/supply/new", 404],
    ] as const) {
      const response = await request(path);
      assert.equal(response.status, status, path);
      assert.match(await response.text(), /id=root/);
    }
  });
  it("serves what was built, to be kept, and nothing outside that folder", async () => {
    const { request } = startApp({ pages: folder });
    const script = await request("/assets/index-1.js");
    assert.match(script.headers.get("content-type") ?? "", /javascript/);
    assert.match(script.headers.get("cache-control") ?? "", /immutable/);
    for (const path of ["/assets/..%2findex.html", "/assets/index-2.js"]) assert.equal((await request(path)).status, 404, path);
  });
  it("says how to build the pages while they are missing", async () => {
    const { request } = startApp({ pages: join(folder, "nothing") });
    const response = await request("/orders");
    assert.equal(response.status, 503);
    assert.match(await response.text(), /npm start/);
  });
});
