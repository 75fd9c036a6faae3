import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LAYOUT_IDS } from "../src/dashboard/presets.ts";
import { WIDGET_IDS } from "../src/dashboard/widgets.ts";
import { attribute, startApp } from "./support.ts";

const options = async (app: ReturnType<typeof startApp>) => attribute(await app.page("/dashboard/customise"), "data-option");
const shown = async (app: ReturnType<typeof startApp>) => attribute(await app.page("/dashboard"), "data-widget");

/** The list entry of one widget. */
async function entry(app: ReturnType<typeof startApp>, id: string): Promise<string> {
  const page = await app.page("/dashboard/customise");
  return new RegExp(`<li data-option="${id}">.*?</li>`, "s").exec(page)?.[0] ?? "";
}

describe("QA-034: the widget list is complete in every layout", () => {
  for (const layout of LAYOUT_IDS) {
    it(`lists every widget once in ${layout}`, async () => {
      const app = startApp();
      await app.post("/dashboard/layout", { layout });
      assert.deepEqual((await options(app)).sort(), [...WIDGET_IDS].sort());
    });
  }
  it("ticks exactly what the dashboard shows", async () => {
    const app = startApp();
    await app.post("/dashboard/layout", { layout: "operations" });
    const visible = await shown(app);
    for (const id of WIDGET_IDS) assert.equal(/\bchecked\b/.test(await entry(app, id)), visible.includes(id), id);
  });
  it("adds a widget that the layout lacks when it is ticked", async () => {
    const app = startApp();
    await app.post("/dashboard/widgets/clientNeeds/toggle");
    assert.ok((await shown(app)).includes("clientNeeds"));
    assert.match(await entry(app, "clientNeeds"), /\bchecked\b/);
    await app.post("/dashboard/widgets/clientNeeds/toggle");
    assert.ok(!(await shown(app)).includes("clientNeeds"));
  });
  it("offers to move only widgets that the layout has", async () => {
    const app = startApp();
    assert.match(await entry(app, "revenue"), /Move up/);
    assert.doesNotMatch(await entry(app, "clientNeeds"), /Move/);
  });
});
