import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { change, query, transaction } from "./query.ts";

const FOLDER = join(import.meta.dirname, "migrations");
const UP = ".up.sql";

/** One numbered step of the schema, with its way back. */
export interface Migration {
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

/** Every migration of this version of the program, in the order of their names. */
export function allMigrations(): readonly Migration[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(UP))
    .sort()
    .map((file) => {
      const name = file.slice(0, -UP.length);
      return { name, up: readFileSync(join(FOLDER, file), "utf8"), down: readFileSync(join(FOLDER, `${name}.down.sql`), "utf8") };
    });
}

/** Names of the migrations this database has, oldest first. */
export function appliedMigrations(database: DatabaseSync): readonly string[] {
  database.exec("create table if not exists schema_migrations (name text primary key) strict");
  return query<{ name: string }>(database, "select name from schema_migrations order by name").map((row) => row.name);
}

/** Names of the migrations this database still lacks. Refuses a database that a newer version of the program has changed. */
export function pendingMigrations(database: DatabaseSync): readonly string[] {
  const applied = new Set(appliedMigrations(database));
  const known = allMigrations().map((migration) => migration.name);
  const newer = [...applied].filter((name) => !known.includes(name));
  if (newer.length > 0) throw newerDatabase(newer.join(", "));
  return known.filter((name) => !applied.has(name));
}

function newerDatabase(names: string): Error {
  return new Error(`expected a database of this version of the program, got a newer one with \`${names}\`; update the program`);
}

/** Brings the database up to this version of the program. Each migration is all or nothing. */
export function migrate(database: DatabaseSync): readonly string[] {
  const pending = new Set(pendingMigrations(database));
  for (const migration of allMigrations()) {
    if (!pending.has(migration.name)) continue;
    transaction(database, () => {
      database.exec(migration.up);
      change(database, "insert into schema_migrations (name) values (?)", migration.name);
    });
  }
  return [...pending];
}

/** Takes back the newest migration. Returns its name, or undefined when the database has none. */
export function rollback(database: DatabaseSync): string | undefined {
  const newest = appliedMigrations(database).at(-1);
  if (newest === undefined) return undefined;
  const migration = allMigrations().find((candidate) => candidate.name === newest);
  if (migration === undefined) throw newerDatabase(newest);
  transaction(database, () => {
    database.exec(migration.down);
    change(database, "delete from schema_migrations where name = ?", migration.name);
  });
  return migration.name;
}
