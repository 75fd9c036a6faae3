import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { countRows, tableNames } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

describe("the seeder and the schema", () => {
  it("gives every table of the schema rows, also tables that come later", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { scale: 0.03 });
    const empty = tableNames(database).filter((table) => countRows(database, table) === 0);
    assert.deepEqual(empty, [], "a table needs a generator: see README.md, Adding a table");
  });
});
