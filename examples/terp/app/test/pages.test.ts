import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { query } from "../src/database/query.ts";
import { ROUTES } from "../src/routes.ts";
import { attribute, startApp } from "./support.ts";

describe("pages", () => {
  it("answer on every route", async () => {
    const { page } = startApp();
    for (const route of Object.values(ROUTES)) assert.ok((await page(route)).length > 0, route);
  });
  it("say 404 for what does not exist", async () => {
    const { app } = startApp();
    for (const path of ["/nowhere", "/clients/999", "/orders/abc"]) assert.equal((await app.request(path)).status, 404, path);
  });
  it("escape what people typed", async () => {
    const { page, post } = startApp();
    await post("/calendar", { title: "<script>alert(1)</script>", day: "2025-11-14", type: "MEETING" });
    const calendar = await page("/calendar");
    assert.match(calendar, /&lt;script&gt;/);
    assert.doesNotMatch(calendar, /<script>alert/);
  });
  it("mark the page one is on", async () => {
    const { page } = startApp();
    assert.match(await page("/orders"), /<a href="\/orders" aria-current="page">/);
  });
  it("make the person who adds an event its organizer", async () => {
    const { database, post } = startApp();
    assert.equal(await post("/calendar", { title: "Tasting", day: "2025-11-14", type: "MEETING" }), 303);
    assert.deepEqual(
      query<{ user_id: number; role: string }>(database, "select user_id, role from calendar_event_participants").map((row) => ({
        ...row,
      })),
      [{ user_id: 1, role: "ORGANIZER" }],
    );
  });
  it("refuse incomplete forms", async () => {
    const { post } = startApp();
    assert.equal(await post("/calendar", { title: "", day: "2025-11-14", type: "MEETING" }), 400);
    assert.equal(await post("/vendor-supply", { vendor: "1" }), 400);
    assert.equal(await post("/dashboard/layout", { layout: "nonsense" }), 400);
  });
});

describe("the dashboard", () => {
  it("starts with the executive preset and changes to another", async () => {
    const { page, post } = startApp();
    assert.deepEqual(attribute(await page("/dashboard"), "data-widget"), ["revenue", "receivables", "payables", "topClients"]);
    assert.equal(await post("/dashboard/layout", { layout: "operations" }), 303);
    assert.deepEqual(attribute(await page("/dashboard"), "data-widget"), ["openOrders", "stock", "liveBatches", "upcomingEvents"]);
  });
  it("hides and moves widgets, and resets", async () => {
    const { page, post } = startApp();
    await post("/dashboard/widgets/receivables/toggle");
    await post("/dashboard/widgets/payables/down");
    assert.deepEqual(attribute(await page("/dashboard"), "data-widget"), ["revenue", "topClients", "payables"]);
    await post("/dashboard/reset");
    assert.equal(attribute(await page("/dashboard"), "data-widget").length, 4);
  });
  it("keeps each user's own", async () => {
    const { app, page, post } = startApp();
    await post("/dashboard/layout", { layout: "sales" });
    const other = await (await app.request("/dashboard", { headers: { "x-user-id": "2" } })).text();
    assert.notDeepEqual(attribute(await page("/dashboard"), "data-widget"), attribute(other, "data-widget"));
  });
});
