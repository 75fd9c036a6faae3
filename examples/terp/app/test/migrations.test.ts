import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { allMigrations, migrate, pendingMigrations, rollback } from "../src/database/migrations.ts";
import { tableNames } from "../src/database/tables.ts";

describe("migrations", () => {
  it("bring an empty database to the whole schema, once", () => {
    const database = new DatabaseSync(":memory:");
    assert.equal(migrate(database).length, allMigrations().length);
    assert.deepEqual(migrate(database), []);
    assert.deepEqual(pendingMigrations(database), []);
  });
  it("can all be taken back, newest first", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database);
    for (const migration of [...allMigrations()].reverse()) assert.equal(rollback(database), migration.name);
    assert.deepEqual(tableNames(database), []);
    assert.equal(rollback(database), undefined);
  });
});
