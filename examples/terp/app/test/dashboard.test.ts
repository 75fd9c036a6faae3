import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type DashboardState, initialState, moveWidget, setActiveLayout, toggleWidget } from "../src/dashboard/preferences.ts";
import { visibilityList } from "../src/dashboard/visibility-list.ts";
import { WIDGET_IDS } from "../src/dashboard/widgets.ts";
import { startApp } from "./support.ts";

const ids = (state: DashboardState) => state.widgets.map((widget) => widget.id);

describe("the dashboard", () => {
  it("starts with the executive preset and changes to another", () => {
    assert.deepEqual(ids(initialState()), ["revenue", "receivables", "payables", "topClients"]);
    assert.deepEqual(ids(setActiveLayout(initialState(), "operations")), ["openOrders", "stock", "liveBatches", "upcomingEvents"]);
  });
  it("hides and moves widgets", () => {
    const state = moveWidget(toggleWidget(initialState(), "receivables"), "payables", 1);
    assert.deepEqual(ids(state), ["revenue", "receivables", "topClients", "payables"]);
    assert.equal(state.widgets.find((widget) => widget.id === "receivables")?.visible, false);
  });
  it("leaves a widget where it is that would move off the end", () => {
    assert.deepEqual(moveWidget(initialState(), "revenue", -1), initialState());
    assert.deepEqual(moveWidget(initialState(), "topClients", 1), initialState());
  });
  it("lists the widgets of the layout with their titles", () => {
    assert.deepEqual(visibilityList(initialState())[0], { id: "revenue", title: "Revenue", visible: true, movable: true });
  });
  it("is kept for each user", async () => {
    const { ask, signIn } = startApp();
    const [uma, vic] = [await signIn("uma@terp.example"), await signIn("vic@terp.example")];
    const state = setActiveLayout(initialState(), "sales");
    assert.equal((await ask("PUT", "/api/dashboard", state, uma)).status, 200);
    assert.deepEqual((await ask("GET", "/api/dashboard", undefined, uma)).body, state);
    assert.deepEqual((await ask("GET", "/api/dashboard", undefined, vic)).body, initialState());
  });
  it("has a figure for every widget", async () => {
    const { ask, signIn } = startApp();
    const { body } = await ask<Record<string, unknown>>("GET", "/api/dashboard/widgets", undefined, await signIn("uma@terp.example"));
    assert.deepEqual(Object.keys(body).sort(), [...WIDGET_IDS].sort());
  });
});
