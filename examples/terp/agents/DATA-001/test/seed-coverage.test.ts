import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { brokenReferences, countRows, tableNames } from "../src/database/tables.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

describe("the seeder and the schema", () => {
  it("gives every table of the schema rows, also tables that come later", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { months: 4, scale: 0.2 });
    const empty = tableNames(database).filter((table) => countRows(database, table) === 0);
    assert.deepEqual(empty, [], "a table needs a generator: see src/seed/generator.ts");
    assert.deepEqual(brokenReferences(database), []);
  });
});
