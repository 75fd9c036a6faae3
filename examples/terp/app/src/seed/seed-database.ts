import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../database/query.ts";
import { findGenerators } from "./find-generators.ts";
import type { Row } from "./generator.ts";
import { randomStream } from "./random.ts";

export const DEFAULT_SEED = 12345;

export interface SeedOptions {
  readonly seed?: number;
  readonly scale?: number;
}

/** Fills an empty database, all or nothing. Equal options give equal rows. */
export async function seedDatabase(database: DatabaseSync, { seed = DEFAULT_SEED, scale = 1 }: SeedOptions = {}): Promise<void> {
  const generators = await findGenerators();
  transaction(database, () => {
    for (const generator of generators) {
      generator.run({
        database,
        random: randomStream(seed, generator.fills.join()),
        scale,
        insert: (table, rows) => insertRows(database, table, rows),
      });
    }
  });
}

function insertRows(database: DatabaseSync, table: string, rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const places = columns.map(() => "?").join(", ");
  const statement = database.prepare(`insert into "${table}" (${columns.join(", ")}) values (${places})`);
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
}
