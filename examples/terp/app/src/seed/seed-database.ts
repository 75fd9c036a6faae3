import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { businessDays, FIRST_DAY, lastDayOf, MONTHS } from "./business-days.ts";
import { findGenerators } from "./find-generators.ts";
import type { Generator, Row, SeedContext } from "./generator.ts";
import { randomStream } from "./random.ts";

export const DEFAULT_SEED = 12345;

export interface SeedOptions {
  readonly seed?: number;
  readonly scale?: number;
  /** How many months of business, from 2024-01-01 on. */
  readonly months?: number;
}

/** Fills an empty database, all or nothing. Equal options give equal rows. */
export async function seedDatabase(database: DatabaseSync, options: SeedOptions = {}): Promise<void> {
  const { seed = DEFAULT_SEED, scale = 1, months = MONTHS } = options;
  const generators = await findGenerators();
  const lastDay = lastDayOf(months);
  const contextOf = (generator: Generator, when: Day | "begin"): SeedContext => ({
    database,
    random: randomStream(seed, `${generator.fills.join()}:${when}`),
    scale,
    firstDay: FIRST_DAY,
    lastDay,
    insert: (table, rows) => insertRows(database, table, rows),
  });
  transaction(database, () => {
    for (const generator of generators) generator.begin?.(contextOf(generator, "begin"));
    for (const day of businessDays(FIRST_DAY, lastDay)) {
      for (const generator of generators) generator.day?.(contextOf(generator, day), day);
    }
  });
}

function insertRows(database: DatabaseSync, table: string, oneOrMore: Row | readonly Row[]): void {
  const rows = Array.isArray(oneOrMore) ? oneOrMore : [oneOrMore];
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const places = columns.map(() => "?").join(", ");
  const statement = database.prepare(`insert into "${table}" (${columns.join(", ")}) values (${places})`);
  for (const row of rows) statement.run(...columns.map((column) => row[column] ?? null));
}
