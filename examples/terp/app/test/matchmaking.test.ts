import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { countRows } from "../src/database/tables.ts";
import { matchScore } from "../src/matchmaking/score.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";
import { createApp } from "../src/server.ts";

const NEED = { productId: 1, strainId: 1, quantity: 10, priceCentsMax: 1000 };

describe("matchmaking", () => {
  it("scores the right product at a good price highest", () => {
    assert.equal(matchScore(NEED, { productId: 1, strainId: 1, quantity: 10, priceCents: 900 }), 100);
    assert.equal(matchScore(NEED, { productId: 2, strainId: 1, quantity: 5, priceCents: 1050 }), 53);
    assert.equal(matchScore(NEED, { productId: 3, strainId: 2, quantity: 99, priceCents: 1 }), 0);
  });
  it("records what clients need and vendors offer, and keeps the matches once", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { scale: 0.02 });
    const app = createApp(database);
    const send = (path: string, fields: Record<string, string>) => app.request(path, { method: "POST", body: new URLSearchParams(fields) });
    const before = countRows(database, "match_records");
    await send("/clients/1/needs", { product: "1", quantity: "5", price: "999999", by: "2026-01-31" });
    await send("/vendor-supply", { vendor: "1", product: "1", quantity: "9", price: "100000", from: "2026-01-01" });
    await send("/matchmaking/suggest", {});
    const kept = countRows(database, "match_records");
    assert.ok(kept > before);
    await send("/matchmaking/suggest", {});
    assert.equal(countRows(database, "match_records"), kept);
    assert.match(await (await app.request("/matchmaking")).text(), /data-score="100"/);
  });
});
