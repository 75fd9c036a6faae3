import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import { migrate } from "../src/database/migrations.ts";
import { tableNames } from "../src/database/tables.ts";
import { SeedRefusal } from "../src/seed/check-run.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";

const SETTINGS = { months: 3, scale: 0.3 };
const folder = mkdtempSync(join(tmpdir(), "terp-resume-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function open(name: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, name));
  database.exec("pragma synchronous = off; pragma foreign_keys = on");
  migrate(database);
  return database;
}

/** A digest of every row of every table. */
function digest(database: DatabaseSync): string {
  const hash = createHash("sha256");
  for (const table of tableNames(database)) hash.update(JSON.stringify(database.prepare(`select * from "${table}" order by rowid`).all()));
  return hash.digest("hex");
}

/** Seeds until some days are finished, and stops like a process that dies. */
async function seedDays(name: string, days: number): Promise<void> {
  const database = open(name);
  const stop = new Error("stopped");
  const onDay = ({ number }: { readonly number: number }) => {
    if (number === days) throw stop;
  };
  await assert.rejects(seedDatabase(database, { ...SETTINGS, onDay }), stop);
  database.close();
}

describe("a run that was interrupted", () => {
  it("goes on to the same rows as one that was not", async () => {
    const whole = open("whole.db");
    await seedDatabase(whole, SETTINGS);
    const expected = digest(whole);
    whole.close();
    for (const days of [1, 23, 50]) {
      await seedDays(`${days}.db`, days);
      const resumed = open(`${days}.db`);
      await seedDatabase(resumed, { ...SETTINGS, resume: true });
      assert.equal(digest(resumed), expected, `stopped after ${days} days`);
      resumed.close();
    }
  });
  it("goes on only as it began", async () => {
    await seedDays("other.db", 3);
    const database = open("other.db");
    const refused = (options: object, message: RegExp) =>
      assert.rejects(
        seedDatabase(database, { ...SETTINGS, ...options }),
        (error: Error) => error instanceof SeedRefusal && message.test(error.message),
      );
    await refused({ resume: true, seed: 2 }, /--seed 12345/);
    await refused({ resume: true, scale: 0.5 }, /--scale 0.3/);
    await refused({ resume: true, months: 5 }, /--months 3/);
    await refused({}, /seeded half, up to 2024-01-03/);
    database.close();
  });
});
