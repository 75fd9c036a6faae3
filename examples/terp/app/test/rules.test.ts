import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { monthOf, newestMonths } from "../src/finance/dates.ts";
import { formatMoney, parseMoney } from "../src/finance/money.ts";
import { matchScore } from "../src/matchmaking/score.ts";
import { ROUTES } from "../src/routes.ts";
import { isCurrent } from "../src/web/shell/is-current.ts";
import { nextPath } from "../src/web/shell/next-path.ts";

const NEED = { productId: 1, strainId: 1, quantity: 10, priceCentsMax: 1000 };

describe("money", () => {
  it("is written with its thousands and cents", () => {
    assert.equal(formatMoney(123_456), "$1,234.56");
    assert.equal(formatMoney(-5), "-$0.05");
  });
  it("is read as people type it, exactly", () => {
    for (const [text, cents] of [
      ["1,234.5", 123_450],
      ["$12", 1_200],
      ["0.29", 29],
      ["1234.56", 123_456],
    ] as const)
      assert.equal(parseMoney(text), cents, text);
    for (const text of ["", "abc", "-1", "1.234", "1e3", "99999999999999999"]) assert.equal(parseMoney(text), undefined, text);
  });
});

describe("a month", () => {
  it("has its own last day", () => {
    assert.deepEqual(monthOf("2024-02-10"), { from: "2024-02-01", to: "2024-02-29" });
    assert.deepEqual(monthOf("2025-12-31"), { from: "2025-12-01", to: "2025-12-31" });
  });
});

describe("the newest months", () => {
  it("go back over the turn of a year, also from the 31st", () => {
    assert.deepEqual(newestMonths("2025-03-31", 4), ["2025-03", "2025-02", "2025-01", "2024-12"]);
  });
});

describe("the link of a sidebar", () => {
  it("is current on its page and on those below, and on the start page for the dashboard", () => {
    assert.ok(isCurrent("/orders", ROUTES.orders, false));
    assert.ok(isCurrent("/orders/7", ROUTES.orders, false));
    assert.ok(!isCurrent("/dashboard/customise", ROUTES.dashboard, true));
    assert.ok(!isCurrent("/clients", ROUTES.client, false));
    assert.ok(isCurrent("/", ROUTES.dashboard, true));
  });
});

describe("after signing in", () => {
  it("one goes on to a path of ours, never to another site", () => {
    assert.equal(nextPath("/orders?page=2"), "/orders?page=2");
    for (const next of [null, "", "orders", "//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example"]) {
      assert.equal(nextPath(next), undefined, String(next));
    }
  });
});

describe("matchmaking", () => {
  it("scores the right product at a good price highest", () => {
    assert.equal(matchScore(NEED, { productId: 1, strainId: 1, quantity: 10, priceCents: 900 }), 100);
    assert.equal(matchScore(NEED, { productId: 2, strainId: 1, quantity: 5, priceCents: 1050 }), 53);
    assert.equal(matchScore(NEED, { productId: 3, strainId: 2, quantity: 99, priceCents: 1 }), 0);
  });
});
