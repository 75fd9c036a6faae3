import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readSpan } from "./span.ts";

const MIGRATIONS = join(import.meta.dirname, "../database/migrations");
const UP = ".up.sql";

/** A database that cannot be judged; the message says what to do. */
export class Refusal extends Error {}

/**
 * Opens a seeded database, read only.
 * @throws {Refusal} when there is none, when its schema is not this program's, or when its seeding has not ended.
 */
export function openForReading(file: string): DatabaseSync {
  if (!existsSync(file)) throw new Refusal(`expected a database, got no file \`${file}\`; npm run seed makes one`);
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    checkSchema(database, file);
    checkSeeding(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkSchema(database: DatabaseSync, file: string): void {
  const applied = appliedMigrations(database, file);
  const known = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(UP))
    .map((name) => name.slice(0, -UP.length));
  const missing = known.filter((name) => !applied.includes(name));
  if (missing.length > 0)
    throw new Refusal(`expected the schema of this version, \`${file}\` lacks ${missing.join(", ")}; run npm run migrate`);
  const newer = applied.filter((name) => !known.includes(name));
  if (newer.length > 0)
    throw new Refusal(
      `expected the schema of this version, \`${file}\` also has ${newer.join(", ")}; use the newer program it was made by`,
    );
}

function appliedMigrations(database: DatabaseSync, file: string): readonly string[] {
  try {
    return database
      .prepare("select name from schema_migrations")
      .all()
      .map(({ name }) => String(name));
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new Refusal(`expected a TERP database, got \`${file}\` (${what}); name another file, or make one by npm run seed`, { cause });
  }
}

function checkSeeding(database: DatabaseSync, file: string): void {
  const span = readSpan(database);
  if (span === undefined)
    throw new Refusal(`expected a seeded database, \`${file}\` was not seeded; run node scripts/seed.ts on an empty one`);
  if (!span.isWhole)
    throw new Refusal(`expected a seeded database, the seeding of \`${file}\` has not ended; go on with node scripts/seed.ts --resume`);
}
