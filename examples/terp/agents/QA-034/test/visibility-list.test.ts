import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setActiveLayout, toggleWidget } from "../src/dashboard/preferences.ts";
import { LAYOUT_IDS, LAYOUT_PRESETS } from "../src/dashboard/presets.ts";
import { visibilityList } from "../src/dashboard/visibility-list.ts";
import { WIDGET_IDS } from "../src/dashboard/widgets.ts";

const EMPTY = { activeLayout: "sales", widgets: [] } as const;

describe("the widget visibility list", () => {
  it("lists every widget once in every layout", () => {
    for (const activeLayout of LAYOUT_IDS) {
      const listed = visibilityList({ activeLayout, widgets: LAYOUT_PRESETS[activeLayout].widgets }).map(({ id }) => id);
      assert.deepEqual(listed.sort(), [...WIDGET_IDS].sort(), activeLayout);
    }
  });
  it("ticks and moves only what the layout has", () => {
    assert.ok(visibilityList(EMPTY).every(({ visible, movable }) => !visible && !movable));
    const moved = visibilityList({ activeLayout: "sales", widgets: [{ id: "stock", visible: false }] }).filter(({ movable }) => movable);
    assert.deepEqual(moved, [{ id: "stock", title: "Stock", visible: false, movable: true }]);
  });
  it("adds a missing widget when it is ticked", () => {
    assert.deepEqual(toggleWidget(EMPTY, "stock").widgets, [{ id: "stock", visible: true }]);
  });
  it("starts an empty custom layout with all widgets hidden", () => {
    const custom = setActiveLayout(EMPTY, "custom");
    assert.deepEqual(
      custom.widgets,
      WIDGET_IDS.map((id) => ({ id, visible: false })),
    );
  });
});
