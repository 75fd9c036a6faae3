import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { allMigrations, migrate, pendingMigrations, rollback } from "../src/database/migrations.ts";
import { openDatabase } from "../src/database/open.ts";
import { change } from "../src/database/query.ts";
import { tableNames } from "../src/database/tables.ts";

describe("migrations", () => {
  it("bring an empty database to the whole schema, once", () => {
    const database = new DatabaseSync(":memory:");
    assert.equal(migrate(database).length, allMigrations().length);
    assert.deepEqual(migrate(database), []);
    assert.deepEqual(pendingMigrations(database), []);
  });
  it("can all be taken back, newest first, and applied again", () => {
    const database = new DatabaseSync(":memory:");
    migrate(database);
    for (const migration of [...allMigrations()].reverse()) assert.equal(rollback(database), migration.name);
    assert.deepEqual(tableNames(database), []);
    assert.equal(rollback(database), undefined);
    assert.equal(migrate(database).length, allMigrations().length);
  });
  it("refuse a database of a newer version of the program, and leave it as it is", () => {
    const database = openDatabase(":memory:");
    change(database, "insert into schema_migrations (name) values ('9999_of_tomorrow')");
    assert.throws(() => migrate(database), /newer/);
    assert.throws(() => rollback(database), /newer/);
    assert.equal(tableNames(database).length > 0, true);
  });
});
