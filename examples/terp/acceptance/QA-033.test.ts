import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type OpenedApp, openApp } from "./support/app.ts";
import { type Dashboard, dashboardOf } from "./support/dashboard.ts";

const PRESETS = {
  executive: ["revenue", "receivables", "payables", "topClients"],
  operations: ["openOrders", "stock", "liveBatches", "upcomingEvents"],
  sales: ["revenue", "openOrders", "topClients", "clientNeeds", "upcomingEvents"],
} as const;

describe("QA-033: choosing Custom keeps the dashboard", () => {
  let app: OpenedApp;
  let dashboard: Dashboard;
  before(async () => {
    app = await openApp();
    dashboard = dashboardOf(app.page);
  });
  after(() => app?.close());
  beforeEach(() => dashboard.reset());

  for (const [layout, widgets] of Object.entries(PRESETS)) {
    it(`keeps the widgets of ${layout}`, async () => {
      await dashboard.choose(layout);
      await dashboard.choose("custom");
      assert.equal(await dashboard.layout(), "custom");
      assert.deepEqual(await dashboard.shown(), widgets);
    });
    it(`still replaces the widgets when somebody goes from Custom to ${layout}`, async () => {
      await dashboard.choose(layout === "sales" ? "operations" : "sales");
      await dashboard.choose("custom");
      await dashboard.choose(layout);
      assert.deepEqual(await dashboard.shown(), widgets);
    });
    it(`keeps what was hidden and moved in ${layout}`, async () => {
      const [first, second, third, ...rest] = widgets;
      await dashboard.choose(layout);
      await dashboard.toggle(first);
      await dashboard.move(second, 1);
      await dashboard.choose("custom");
      assert.deepEqual(await dashboard.shown(), [third, second, ...rest]);
    });
  }
  it("lets people hide a widget in Custom", async () => {
    await dashboard.choose("custom");
    await dashboard.toggle("revenue");
    assert.deepEqual(await dashboard.shown(), ["receivables", "payables", "topClients"]);
  });
  it("lets people move a widget in Custom", async () => {
    await dashboard.choose("custom");
    await dashboard.move("receivables", -1);
    assert.deepEqual(await dashboard.shown(), ["receivables", "revenue", "payables", "topClients"]);
  });
  it("resets Custom to the first preset", async () => {
    await dashboard.choose("operations");
    await dashboard.choose("custom");
    assert.deepEqual(await dashboard.shown(), PRESETS.operations);
    await dashboard.reset();
    assert.equal(await dashboard.layout(), "executive");
    assert.deepEqual(await dashboard.shown(), PRESETS.executive);
  });
});
