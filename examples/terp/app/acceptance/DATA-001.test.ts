import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import { before, describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { query, queryOne } from "../src/database/query.ts";
import { brokenReferences, countRows, tableNames } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";
import { createApp } from "../src/server.ts";

/** The last day of the invented business. */
const LAST_DAY = "2025-10-27";

async function seeded(scale: number, seed?: number): Promise<DatabaseSync> {
  const database = openDatabase(":memory:");
  await seedDatabase(database, seed === undefined ? { scale } : { scale, seed });
  return database;
}

function everything(database: DatabaseSync): string {
  return JSON.stringify(tableNames(database).map((table) => [table, query(database, `select * from "${table}"`)]));
}

describe("DATA-001: a business of 22 months", () => {
  let database: DatabaseSync;
  before(async () => {
    database = await seeded(1);
  });
  const number = (sql: string) => queryOne<{ value: number | null }>(database, `select (${sql}) as value`)?.value ?? 0;
  const none = (sql: string) => assert.deepEqual(query(database, `${sql} limit 5`), []);
  const balance = (code: string) =>
    number(`select sum(debit_cents - credit_cents) from ledgerEntries join accounts on accounts.id = account_id where code = '${code}'`);

  it("fills every table of the schema", () => {
    assert.deepEqual(
      tableNames(database).filter((table) => countRows(database, table) === 0),
      [],
    );
  });
  it("breaks no reference", () => assert.deepEqual(brokenReferences(database), []));
  it("has the volumes of the business", () => {
    assert.equal(countRows(database, "clients"), 68);
    assert.equal(countRows(database, "strains"), 50);
    const least = {
      products: 500,
      orders: 4000,
      invoices: 3800,
      invoiceLineItems: 4400,
      payments: 3000,
      ledgerEntries: 8000,
      purchaseOrders: 140,
    };
    const more = { calendar_events: 200, client_activity: 500, batches: 140 };
    for (const [table, rows] of Object.entries({ ...least, ...more }))
      assert.ok(countRows(database, table) >= rows, `${table}: ${countRows(database, table)}`);
  });
  it("sells for about 44 million, seven tenths of it to whales", () => {
    const revenue = number("select sum(total_cents) from orders") / 100;
    assert.ok(revenue > 38_000_000 && revenue < 50_000_000, String(revenue));
    const whales = number("select sum(total_cents) from orders join clients on clients.id = client_id where tier = 'WHALE'") / 100;
    assert.ok(whales / revenue > 0.6 && whales / revenue < 0.8, String(whales / revenue));
  });
  it("balances its books", () => {
    assert.equal(number("select sum(debit_cents) - sum(credit_cents) from ledgerEntries"), 0);
    assert.equal(balance("1100"), number("select sum(total_cents) from invoices where status in ('SENT', 'OVERDUE')"), "receivables");
    assert.equal(balance("2000") + number("select sum(total_cents) from bills where status = 'OPEN'"), 0, "payables");
    assert.equal(
      balance("1200"),
      number("select sum(inventoryMovements.quantity * cost_cents) from inventoryMovements join batches on batches.id = batch_id"),
      "inventory",
    );
  });
  it("keeps time in order", () => {
    none("select orders.id from orders join invoices on order_id = orders.id where issued_on < ordered_on");
    none("select payments.id from payments join invoices on invoices.id = invoice_id where paid_on < issued_on");
    none("select lots.id from lots join purchaseOrders on purchaseOrders.id = purchase_order_id where received_on < ordered_on");
    none(`select id from calendar_events where status = 'COMPLETED' and starts_at > '${LAST_DAY}T24:00'`);
    none(`select id from orders where ordered_on < '2024-01-01' or ordered_on > '${LAST_DAY}'`);
  });
  it("keeps states and amounts together", () => {
    none(`select invoices.id from invoices left join payments on invoice_id = invoices.id group by invoices.id
          having (status = 'PAID') <> (coalesce(sum(amount_cents), 0) = total_cents)`);
    none(
      `select invoices.id from invoices join invoiceLineItems on invoice_id = invoices.id group by invoices.id having total_cents <> sum(amount_cents)`,
    );
    none(`select id from invoices where status = 'OVERDUE' and due_on >= '${LAST_DAY}'`);
    none(`select orders.id from orders join order_status_history on order_id = orders.id
          group by orders.id having max(order_status_history.status = orders.status) = 0`);
  });
  it("sells nothing that is not there", () => {
    none(`select batch_id from (select batch_id, sum(quantity) over (partition by batch_id order by moved_on, quantity < 0, id) as stock
          from inventoryMovements) where stock < 0`);
  });
  it("takes cash on delivery", () => {
    none(`select orders.id from orders join invoices on order_id = orders.id left join payments on invoice_id = invoices.id
          where terms = 'COD' and orders.status <> 'CANCELLED' and (paid_on is null or paid_on <> ordered_on)`);
  });
  it("shows on every page", async () => {
    const app = createApp(database);
    for (const path of ["/", "/orders", "/clients", "/vendor-supply", "/matchmaking", "/calendar"]) {
      assert.equal((await app.request(path)).status, 200, path);
    }
  });
});

describe("DATA-001: repeatable", () => {
  it("gives the same business for the same seed, whenever it runs", async () => {
    assert.equal(everything(await seeded(0.05, 7)), everything(await seeded(0.05, 7)));
  });
  it("gives another business for another seed", async () => {
    assert.notEqual(everything(await seeded(0.05, 7)), everything(await seeded(0.05, 8)));
  });
  it("fills every table even when it is small", async () => {
    const database = await seeded(0.02);
    assert.deepEqual(
      tableNames(database).filter((table) => countRows(database, table) === 0),
      [],
    );
  });
});
