import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attribute, startApp } from "./support.ts";

const navigations = (page: string) => [...page.matchAll(/<nav\b[^>]*>/g)].flatMap((match) => attribute(match[0], "aria-label"));

describe("QA-028: one navigation per page", () => {
  for (const path of ["/", "/dashboard", "/dashboard/customise"]) {
    it(`${path} shows the dashboard's own navigation only`, async () => {
      assert.deepEqual(navigations(await startApp().page(path)), ["Dashboard"]);
    });
  }
  for (const path of ["/orders", "/clients", "/clients/1", "/vendor-supply", "/matchmaking", "/calendar"]) {
    it(`${path} keeps the main navigation`, async () => {
      assert.deepEqual(navigations(await startApp().page(path)), ["Main"]);
    });
  }
});
