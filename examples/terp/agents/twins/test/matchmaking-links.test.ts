import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ADD_LINKS } from "../src/matchmaking/add-links.ts";
import { isKnownPath, ROUTES } from "../src/routes.ts";

const BUTTONS = [
  ["need", ROUTES.clients],
  ["supply", ROUTES.vendorSupply],
] as const;

describe("the buttons of the matchmaking page", () => {
  for (const [kind, route] of BUTTONS) {
    it(`lead to ${route} for a new ${kind}`, () => assert.equal(ADD_LINKS[kind], route));
    it(`lead to a page that exists for a new ${kind}`, () => assert.ok(isKnownPath(ADD_LINKS[kind])));
  }
});
