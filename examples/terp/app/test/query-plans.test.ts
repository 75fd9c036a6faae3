import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { change, query } from "../src/database/query.ts";
import { startApp } from "./support.ts";

/** Tables that grow with every order. */
const GROWING = [
  ...["orders", "order_line_items", "order_status_history", "invoices", "transactions", "ledgerEntries"],
  ...["client_transactions", "client_activity", "calendar_event_participants", "match_records"],
];
const PATHS = [
  ...[
    "/api/dashboard/widgets",
    "/api/clients",
    "/api/clients/1",
    "/api/needs",
    "/api/supply",
    "/api/matches",
    "/api/events",
    "/api/events/1",
  ],
  ...["/api/orders", "/api/orders?status=SHIPPED", "/api/orders/1", "/api/invoices", "/api/invoices?status=PAID", "/api/inventory"],
  ...["/api/ledger", "/api/products", "/api/vendors"],
];

describe("the statements behind the pages", () => {
  it("walk no growing table from end to end, except by an index or for the first rows", async () => {
    const { database, signIn, request } = startApp();
    change(
      database,
      "insert into orders (id, client_id, ordered_on, status, terms, total_cents) values (1, 1, '2025-10-01', 'SHIPPED', 'COD', 5)",
    );
    change(
      database,
      "insert into client_needs (client_id, product_id, quantity, price_cents_max, needed_by) values (1, 1, 1, 1, '2025-10-01')",
    );
    change(
      database,
      "insert into calendar_events (id, organizer_id, title, event_type, starts_at, status) values (1, 1, 'Visit', 'MEETING', '2025-10-01T09:00', 'SCHEDULED')",
    );
    const headers = { cookie: await signIn("uma@terp.example") };
    const statements = new Set<string>();
    const prepare = database.prepare.bind(database);
    database.prepare = (sql) => {
      statements.add(sql);
      return prepare(sql);
    };
    for (const path of PATHS) assert.equal((await request(path, { headers })).status, 200, path);
    assert.ok(statements.size > PATHS.length);
    for (const sql of [...statements]) {
      const plan = query<{ detail: string }>(database, `explain query plan ${sql}`).map((step) => step.detail);
      const walked = plan.filter((step) => GROWING.some((table) => step === `SCAN ${table}`));
      const isSorted = plan.some((step) => step.endsWith("ORDER BY"));
      assert.ok(walked.length === 0 || (/ limit \d+/.test(sql) && !isSorted), `${walked.join()}: ${sql}`);
    }
  });
});
