import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { type Ran, runNode } from "./support/programs.ts";

const TOTALS = join(import.meta.dirname, "totals");

/** A business that takes a moment to make. */
const SMALL = ["--months", "3", "--scale", "0.1"];

const folder = mkdtempSync(join(tmpdir(), "terp-data-"));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** Makes a database by the tree's own command. */
async function seed(name: string, ...options: readonly string[]): Promise<string> {
  const file = join(folder, name);
  const { code, output } = await runNode(["scripts/seed.ts", "--database", file, ...options], { TERP_DATABASE: file });
  assert.equal(code, 0, output);
  return file;
}

const judge = (file: string): Promise<Ran> => runNode(["scripts/validate-data.ts", "--database", file]);

/** Works on a database file and closes it. */
function using<Result>(file: string, work: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

function tablesOf(database: DatabaseSync): readonly string[] {
  return database
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'schema_migrations' order by name",
    )
    .all()
    .map(({ name }) => String(name));
}

function emptyTables(database: DatabaseSync): readonly string[] {
  return tablesOf(database).filter((table) => database.prepare(`select 1 from "${table}" limit 1`).get() === undefined);
}

function everything(file: string): string {
  return using(file, (database) =>
    JSON.stringify(tablesOf(database).map((table) => [table, database.prepare(`select * from "${table}" order by 1, 2`).all()])),
  );
}

describe("DATA-001: a business of 22 months", () => {
  let file: string;
  before(async () => {
    file = await seed("whole.db");
  });

  it("fills every table of the schema", () => {
    assert.deepEqual(using(file, emptyTables), []);
  });
  it("breaks no reference", () => {
    assert.deepEqual(
      using(file, (database) => database.prepare("pragma foreign_key_check").all()),
      [],
    );
  });
  for (const name of readdirSync(TOTALS)) {
    it(`comes to the right totals of ${name}`, () => {
      const totals = using(file, (database) => database.prepare(readFileSync(join(TOTALS, name), "utf8")).all());
      assert.ok(totals.length > 0);
      assert.deepEqual(
        totals.filter(({ value, least, most }) => !(Number(value) >= Number(least) && Number(value) <= Number(most))),
        [],
      );
    });
  }
  it("holds before its validator", async () => {
    const { code, output } = await judge(file);
    assert.equal(code, 0, output);
  });
  it("does not hold any more when one row is changed", async () => {
    const copy = join(folder, "changed.db");
    using(file, (database) => database.exec("pragma wal_checkpoint(truncate)"));
    copyFileSync(file, copy);
    using(copy, (database) =>
      database.exec("update invoices set status = 'SENT' where id = (select min(id) from invoices where status = 'PAID')"),
    );
    const { code, output } = await judge(copy);
    assert.equal(code, 1, output);
  });
});

describe("DATA-001: any business", () => {
  let [file, again, other] = ["", "", ""];
  before(async () => {
    [file, again, other] = await Promise.all([
      seed("small.db", ...SMALL, "--seed", "7"),
      seed("again.db", ...SMALL, "--seed", "7"),
      seed("other.db", ...SMALL, "--seed", "8"),
    ]);
  });

  it("is the same for the same seed, and another for another", () => {
    assert.equal(everything(file), everything(again));
    assert.notEqual(everything(file), everything(other));
  });
  it("fills every table and holds even when it is small", async () => {
    assert.deepEqual(using(file, emptyTables), []);
    const { code, output } = await judge(file);
    assert.equal(code, 0, output);
  });
});
