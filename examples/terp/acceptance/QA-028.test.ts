import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type OpenedApp, openApp } from "./support/app.ts";

const WIDTHS = [1280, 390];
const DASHBOARD = ["/", "/dashboard", "/dashboard/customise"];
const OTHERS = [
  ...["/matchmaking", "/calendar", "/calendar/events/1", "/clients", "/clients/1", "/vendor-supply"],
  ...["/orders", "/orders/1", "/invoices", "/inventory", "/ledger"],
];

describe("QA-028: one navigation per page", () => {
  let app: OpenedApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app?.close());

  const navigations = async () => (await app.page.find("nav")).map(({ attributes }) => attributes["aria-label"]);
  async function hasOnly(label: string, path: string): Promise<void> {
    await app.page.open(path);
    for (const width of WIDTHS) {
      await app.page.resize(width);
      assert.deepEqual(await navigations(), [label], `${path} at ${width} px`);
    }
    await app.page.resize(1280);
    assert.ok((await app.page.find("nav"))[0]?.visible, `the navigation of ${path} can be seen`);
  }

  for (const path of DASHBOARD) it(`${path} has the dashboard's own, and no other`, () => hasOnly("Dashboard", path));
  for (const path of OTHERS) it(`${path} keeps the main one`, () => hasOnly("Main", path));

  it("stays so when somebody goes from page to page without loading", async () => {
    await app.page.open("/dashboard");
    await app.page.click('nav a[href="/orders"]');
    assert.deepEqual(await navigations(), ["Main"]);
    await app.page.click('nav a[href="/dashboard"]');
    assert.deepEqual(await navigations(), ["Dashboard"]);
  });
});
