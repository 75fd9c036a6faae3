import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ROUTES } from "../src/routes.ts";
import { hasOwnNavigation } from "../src/web/shell/has-own-navigation.ts";

const DASHBOARD: readonly string[] = [ROUTES.home, ROUTES.dashboard, ROUTES.customise];

describe("the frame around the pages", () => {
  it("leaves the navigation of dashboard pages to the dashboard", () => {
    for (const path of [...DASHBOARD, "/dashboard/anything/below"]) assert.ok(hasOwnNavigation(path), path);
  });
  it("shows the main navigation everywhere else", () => {
    const others = Object.values(ROUTES).filter((route) => !DASHBOARD.includes(route));
    for (const path of [...others, "/dashboards", "/clients/1"]) assert.ok(!hasOwnNavigation(path), path);
  });
});
