import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";
import { openForReading, Refusal } from "../src/validate/open-for-reading.ts";
import { reportText } from "../src/validate/report.ts";
import { validate } from "../src/validate/validate.ts";

const folder = mkdtempSync(join(tmpdir(), "terp-validate-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const whole = join(folder, "whole.db");

/** A small business, made once. */
async function seed(): Promise<void> {
  const database = openDatabase(whole);
  await seedDatabase(database, { months: 3, scale: 0.1 });
  database.close();
}

/** A copy of it, changed by `sql`. */
function changed(name: string, sql: string): string {
  const file = join(folder, name);
  copyFileSync(whole, file);
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return file;
}

const refused = (file: string, what: RegExp) =>
  assert.throws(
    () => openForReading(file),
    (error) => error instanceof Refusal && what.test(error.message),
  );

describe("the validator", () => {
  before(seed);

  it("finds nothing in the invented business", () => {
    const database = openForReading(whole);
    const report = validate(database);
    database.close();
    assert.deepEqual(
      report.outcomes.filter(({ verdict }) => verdict === "broken").map(({ rule, first, why }) => [rule.id, first, why]),
      [],
    );
    assert.ok(report.ok);
  });
  it("names the rule, the row and what is wrong with it", () => {
    const database = openForReading(changed("changed.db", "update orders set total_cents = total_cents + 1 where id = 3"));
    const report = validate(database);
    database.close();
    assert.ok(!report.ok);
    assert.match(reportText(report), /BROKEN {2}order-total-is-lines .*\n {12}3: \d+, expected \d+/);
  });
  it("exits with 1 when a rule is broken, with 2 when there is nothing to judge", () => {
    const run = (name: string) =>
      spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/validate-data.ts", "--database", join(folder, name)], {
        cwd: join(import.meta.dirname, ".."),
      });
    assert.equal(run("changed.db").status, 1);
    assert.equal(run("nowhere.db").status, 2);
  });
  it("refuses a file that is not there", () => refused(join(folder, "nowhere.db"), /no file .*npm run seed/));
  it("refuses a file that is no database", () => refused(join(import.meta.dirname, "validate.test.ts"), /TERP database.*not a database/));
  it("refuses a database that was not seeded", () => {
    const empty = join(folder, "empty.db");
    openDatabase(empty).close();
    refused(empty, /was not seeded/);
  });
  it("refuses a half-seeded database", () => {
    refused(changed("half.db", "update sequences set value = 20240110 where name = 'seed_day'"), /has not ended.*--resume/);
  });
  it("refuses the schema of another version", () => {
    refused(changed("newer.db", "insert into schema_migrations (name) values ('9999_later')"), /also has 9999_later/);
    refused(changed("older.db", "delete from schema_migrations where name = '0010_calendar'"), /lacks 0010_calendar.*npm run migrate/);
  });
});
