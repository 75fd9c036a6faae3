import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { query } from "../src/database/query.ts";
import { brokenReferences, countRows } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

describe("the seeder", () => {
  it("fills people, catalog, accounts and orders without a broken reference", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { scale: 0.03 });
    for (const table of ["users", "clients", "vendors", "strains", "products", "locations", "accounts", "orders", "order_line_items"]) {
      assert.ok(countRows(database, table) > 0, `${table} is empty`);
    }
    assert.deepEqual(brokenReferences(database), []);
  });
  it("makes order totals the sum of their lines", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { scale: 0.03 });
    const wrong = query(
      database,
      `select orders.id from orders join order_line_items on order_id = orders.id
       group by orders.id having total_cents <> sum(quantity * price_cents)`,
    );
    assert.deepEqual(wrong, []);
  });
  it("gives the same rows for the same seed, others for another", async () => {
    const rows = async (seed: number) => {
      const database = openDatabase(":memory:");
      await seedDatabase(database, { seed, scale: 0.03 });
      return JSON.stringify(query(database, "select * from order_line_items order by id"));
    };
    assert.equal(await rows(1), await rows(1));
    assert.notEqual(await rows(1), await rows(2));
  });
});
