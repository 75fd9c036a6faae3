import { type Kysely, sql } from "kysely";
import { SignalboxError } from "../core/errors.ts";
import type { Engine } from "./engine.ts";
import { MIGRATIONS } from "./migrations.ts";

/**
 * Brings the schema to the version this program knows: forward only, one transaction per step.
 * @throws SignalboxError `bad-input` when a newer program wrote the store.
 */
export async function migrate(engine: Engine, migrations = MIGRATIONS): Promise<void> {
  await sql`create table if not exists schema_version (version integer not null)`.execute(engine.db);
  const version = await schemaVersion(engine.db);
  if (version > migrations.length) {
    throw new SignalboxError(
      "bad-input",
      `expected a store of schema version ${migrations.length} or older, got version \`${version}\`: a newer Signalbox wrote it`,
      { hint: "run the newer Signalbox; a store is never migrated backwards" },
    );
  }
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    await engine.transaction("flushed", async (db) => {
      await step(db);
      await sql`delete from schema_version`.execute(db);
      await sql`insert into schema_version (version) values (${index + 1})`.execute(db);
    });
  }
}

/** The version of an open store's schema; 0 for a fresh one. */
export async function schemaVersion<T>(db: Kysely<T>): Promise<number> {
  const { rows } = await sql<{ readonly version: number }>`select version from schema_version`.execute(db);
  return rows[0]?.version ?? 0;
}
