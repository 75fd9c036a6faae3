import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dueOn } from "../src/finance/payment-terms.ts";

describe("payment terms", () => {
  it("asks for cash on the day of delivery", () => {
    assert.equal(dueOn("2024-05-17", "COD"), "2024-05-17");
  });
  it("gives 15 days", () => {
    assert.equal(dueOn("2024-02-20", "NET_15"), "2024-03-06");
  });
  it("gives 30 days, whatever the month", () => {
    assert.equal(dueOn("2024-04-10", "NET_30"), "2024-05-10");
    assert.equal(dueOn("2024-01-31", "NET_30"), "2024-03-01");
  });
  it("gives 60 days for consigned goods", () => {
    assert.equal(dueOn("2024-01-01", "CONSIGNMENT"), "2024-03-01");
  });
});
