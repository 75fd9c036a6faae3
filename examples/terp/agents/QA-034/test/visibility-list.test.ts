import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setActiveLayout, toggleWidget } from "../src/dashboard/preferences.ts";
import { LAYOUT_IDS, LAYOUT_PRESETS } from "../src/dashboard/presets.ts";
import { visibilityList } from "../src/dashboard/visibility-list.ts";
import { WIDGET_IDS } from "../src/dashboard/widgets.ts";
import { attribute } from "./support.ts";

const EMPTY = { activeLayout: "sales", widgets: [] } as const;

describe("the widget visibility list", () => {
  it("lists every widget in every layout", async () => {
    for (const activeLayout of LAYOUT_IDS) {
      const list = String(await visibilityList({ activeLayout, widgets: LAYOUT_PRESETS[activeLayout].widgets }));
      assert.deepEqual([...attribute(list, "data-option")].sort(), [...WIDGET_IDS].sort(), activeLayout);
    }
  });
  it("moves only what the layout has", async () => {
    const list = String(await visibilityList(EMPTY));
    assert.doesNotMatch(list, /Move/);
    assert.doesNotMatch(list, /checked/);
  });
  it("adds a missing widget when it is ticked", () => {
    assert.deepEqual(toggleWidget(EMPTY, "stock").widgets, [{ id: "stock", visible: true }]);
  });
  it("starts an empty custom layout with all widgets hidden", () => {
    const custom = setActiveLayout(EMPTY, "custom");
    assert.deepEqual(
      custom.widgets.map((widget) => widget.id),
      WIDGET_IDS,
    );
    assert.ok(custom.widgets.every((widget) => !widget.visible));
  });
});
