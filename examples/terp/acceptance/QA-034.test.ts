import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { type OpenedApp, openApp } from "./support/app.ts";
import { CUSTOMISE, type Dashboard, dashboardOf } from "./support/dashboard.ts";

const WIDGETS = [
  ...["revenue", "receivables", "payables", "openOrders", "stock"],
  ...["liveBatches", "topClients", "clientNeeds", "upcomingEvents"],
];
const LAYOUTS = ["executive", "operations", "sales", "custom"];

describe("QA-034: the widget list is complete in every layout", () => {
  let app: OpenedApp;
  let dashboard: Dashboard;
  before(async () => {
    app = await openApp();
    dashboard = dashboardOf(app.page);
  });
  after(() => app?.close());
  beforeEach(() => dashboard.reset());

  const boxes = async () => {
    await app.page.open(CUSTOMISE);
    return (await app.page.find("input[type=checkbox][data-visibility]")).map(({ attributes, checked }) => ({
      id: attributes["data-visibility"] ?? "",
      checked,
    }));
  };
  const listed = async () => (await boxes()).map(({ id }) => id).sort();
  const ticked = async () => (await boxes()).filter(({ checked }) => checked).map(({ id }) => id);
  const movable = async () => {
    await app.page.open(CUSTOMISE);
    return [...new Set((await app.page.find("button[data-move]")).map(({ attributes }) => attributes["data-move"] ?? ""))].sort();
  };

  for (const layout of LAYOUTS) {
    it(`lists every widget once in ${layout}, and ticks what the dashboard shows`, async () => {
      await dashboard.choose(layout);
      assert.deepEqual(await listed(), WIDGETS.toSorted());
      assert.deepEqual((await ticked()).sort(), [...(await dashboard.shown())].sort());
    });
  }
  it("adds a widget that the layout lacks when it is ticked, and hides it when it is unticked", async () => {
    await dashboard.toggle("clientNeeds");
    assert.ok((await ticked()).includes("clientNeeds"));
    assert.ok((await dashboard.shown()).includes("clientNeeds"));
    await dashboard.toggle("clientNeeds");
    assert.deepEqual(await dashboard.shown(), ["revenue", "receivables", "payables", "topClients"]);
  });
  it("starts an empty Custom layout with every widget in the list, all hidden", async () => {
    await app.session.put("/api/dashboard", { activeLayout: "executive", widgets: [] });
    await app.page.open(CUSTOMISE);
    await dashboard.choose("custom");
    assert.deepEqual(await listed(), WIDGETS.toSorted());
    assert.deepEqual(await ticked(), []);
    assert.deepEqual(await dashboard.shown(), []);
    await dashboard.toggle("stock");
    assert.deepEqual(await dashboard.shown(), ["stock"]);
  });
  it("offers to move only widgets that the layout has", async () => {
    assert.deepEqual(await movable(), ["payables", "receivables", "revenue", "topClients"]);
    await dashboard.toggle("stock");
    assert.deepEqual(await movable(), ["payables", "receivables", "revenue", "stock", "topClients"]);
  });
});
