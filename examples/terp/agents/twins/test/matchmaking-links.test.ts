import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ROUTES } from "../src/routes.ts";
import { startApp } from "./support.ts";

const BUTTONS = [
  ["need", ROUTES.clients],
  ["supply", ROUTES.vendorSupply],
] as const;

describe("the buttons of the matchmaking page", () => {
  for (const [kind, route] of BUTTONS) {
    it(`lead to ${route} for a new ${kind}`, async () => {
      assert.match(await startApp().page(ROUTES.matchmaking), new RegExp(`data-add="${kind}" href="${route}"`));
    });
    it(`lead to a page that exists for a new ${kind}`, async () => {
      assert.equal((await startApp().app.request(route)).status, 200);
    });
  }
});
