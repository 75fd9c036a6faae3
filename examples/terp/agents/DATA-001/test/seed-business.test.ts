import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { change } from "../src/database/query.ts";
import { brokenRules } from "../src/seed/rules.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

async function business() {
  const database = openDatabase(":memory:");
  await seedDatabase(database, { scale: 0.03 });
  return database;
}

describe("the invented business", () => {
  it("breaks no rule", async () => {
    assert.deepEqual(brokenRules(await business()), []);
  });
  it("is caught when somebody makes it incoherent", async () => {
    const database = await business();
    change(database, "update invoices set status = 'SENT' where id = (select min(id) from invoices where status = 'PAID')");
    assert.deepEqual(brokenRules(database), [
      "broken: an invoice is paid exactly when payments cover it",
      "broken: receivables are the unpaid invoices",
    ]);
  });
});
