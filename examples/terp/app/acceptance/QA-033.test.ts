import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attribute, startApp } from "./support.ts";

const shown = async (app: ReturnType<typeof startApp>) => attribute(await app.page("/dashboard"), "data-widget");

describe("QA-033: choosing Custom keeps the dashboard", () => {
  for (const layout of ["executive", "operations", "sales"]) {
    it(`keeps the widgets of ${layout}`, async () => {
      const app = startApp();
      await app.post("/dashboard/layout", { layout });
      const before = await shown(app);
      await app.post("/dashboard/layout", { layout: "custom" });
      assert.ok(before.length > 0);
      assert.deepEqual(await shown(app), before);
    });
    it(`still replaces the widgets when going from custom to ${layout}`, async () => {
      const app = startApp();
      await app.post("/dashboard/layout", { layout });
      const preset = await shown(app);
      await app.post("/dashboard/reset");
      await app.post("/dashboard/layout", { layout: layout === "sales" ? "operations" : "sales" });
      await app.post("/dashboard/layout", { layout: "custom" });
      await app.post("/dashboard/layout", { layout });
      assert.deepEqual(await shown(app), preset);
    });
    it(`keeps what was hidden and moved in ${layout}`, async () => {
      const app = startApp();
      await app.post("/dashboard/layout", { layout });
      const [first, second] = await shown(app);
      await app.post(`/dashboard/widgets/${first}/toggle`);
      await app.post(`/dashboard/widgets/${second}/down`);
      const before = await shown(app);
      await app.post("/dashboard/layout", { layout: "custom" });
      assert.deepEqual(await shown(app), before);
    });
  }
  it("lets people hide a widget in custom", async () => {
    const app = startApp();
    await app.post("/dashboard/layout", { layout: "custom" });
    await app.post("/dashboard/widgets/revenue/toggle");
    assert.deepEqual(await shown(app), ["receivables", "payables", "topClients"]);
  });
  it("lets people move a widget in custom", async () => {
    const app = startApp();
    await app.post("/dashboard/layout", { layout: "custom" });
    await app.post("/dashboard/widgets/receivables/up");
    assert.deepEqual(await shown(app), ["receivables", "revenue", "payables", "topClients"]);
  });
  it("resets custom to the first preset", async () => {
    const app = startApp();
    await app.post("/dashboard/layout", { layout: "operations" });
    await app.post("/dashboard/layout", { layout: "custom" });
    await app.post("/dashboard/reset");
    assert.deepEqual(await shown(app), ["revenue", "receivables", "payables", "topClients"]);
  });
});
