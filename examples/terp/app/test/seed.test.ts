import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { query } from "../src/database/query.ts";
import { brokenReferences, countRows } from "../src/database/tables.ts";
import { type SeedOptions, seedDatabase } from "../src/seed/seed-database.ts";

const BASICS = ["users", "vendors", "strains", "products", "clients", "orders", "order_line_items", "client_needs", "vendor_supply"];

async function seeded(options: SeedOptions = {}) {
  const database = openDatabase(":memory:");
  await seedDatabase(database, { months: 2, scale: 0.3, ...options });
  return database;
}

describe("the seeder", () => {
  it("fills people, catalog, orders, needs and supply without a broken reference", async () => {
    const database = await seeded();
    for (const table of BASICS) assert.ok(countRows(database, table) > 0, `${table} is empty`);
    assert.deepEqual(brokenReferences(database), []);
  });
  it("makes order totals the sum of their lines", async () => {
    const wrong = query(
      await seeded(),
      `select orders.id from orders join order_line_items on order_id = orders.id
       group by orders.id having total_cents <> sum(quantity * price_cents)`,
    );
    assert.deepEqual(wrong, []);
  });
  it("gives the same rows for the same seed, others for another", async () => {
    const rows = async (seed: number) => JSON.stringify(query(await seeded({ seed }), "select * from order_line_items order by id"));
    assert.equal(await rows(1), await rows(1));
    assert.notEqual(await rows(1), await rows(2));
  });
  it("makes somebody of each trade who can sign in", async () => {
    const users = query<{ email: string; role: string }>(await seeded(), "select email, role from users where id <= 4 order by id");
    assert.deepEqual(
      users.map(({ email, role }) => `${email} ${role}`),
      ["uma@terp.example ADMIN", "vic@terp.example SALES", "wes@terp.example WAREHOUSE", "pia@terp.example PURCHASING"],
    );
  });
});
