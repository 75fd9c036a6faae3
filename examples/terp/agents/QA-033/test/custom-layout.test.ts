import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type DashboardState, initialState, moveWidget, setActiveLayout, toggleWidget } from "../src/dashboard/preferences.ts";
import { LAYOUT_PRESETS, type LayoutId } from "../src/dashboard/presets.ts";

const PRESETS = ["executive", "operations", "sales"] as const satisfies readonly LayoutId[];

const start = (layout: LayoutId): DashboardState => ({ activeLayout: layout, widgets: LAYOUT_PRESETS[layout].widgets });

describe("the custom layout", () => {
  for (const preset of PRESETS) {
    it(`keeps the widgets of ${preset}`, () => {
      const custom = setActiveLayout(start(preset), "custom");
      assert.equal(custom.activeLayout, "custom");
      assert.deepEqual(custom.widgets, LAYOUT_PRESETS[preset].widgets);
    });
    it(`gives way to ${preset}`, () => {
      const custom = setActiveLayout(start(preset === "sales" ? "operations" : "sales"), "custom");
      assert.deepEqual(setActiveLayout(custom, preset), start(preset));
    });
    it(`keeps what was hidden and moved in ${preset}`, () => {
      const [first, second] = LAYOUT_PRESETS[preset].widgets;
      assert.ok(first !== undefined && second !== undefined);
      const arranged = moveWidget(toggleWidget(start(preset), first.id), second.id, 1);
      assert.deepEqual(setActiveLayout(arranged, "custom").widgets, arranged.widgets);
    });
  }
  it("lets people hide a widget", () => {
    const custom = toggleWidget(setActiveLayout(initialState(), "custom"), "revenue");
    assert.deepEqual(custom.widgets[0], { id: "revenue", visible: false });
  });
  it("lets people move a widget", () => {
    const custom = moveWidget(setActiveLayout(initialState(), "custom"), "receivables", -1);
    assert.deepEqual(
      custom.widgets.slice(0, 2).map((widget) => widget.id),
      ["receivables", "revenue"],
    );
  });
  it("is left by a reset", () => {
    assert.equal(setActiveLayout(initialState(), "custom").activeLayout, "custom");
    assert.equal(initialState().activeLayout, "executive");
  });
});
