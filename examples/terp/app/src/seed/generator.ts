import type { DatabaseSync } from "node:sqlite";
import type { Day } from "../finance/dates.ts";
import type { Random } from "./random.ts";

export type Row = Readonly<Record<string, string | number | null>>;

/** What a generator works with. */
export interface SeedContext {
  /** Holds all that was inserted before, also by the same day's earlier generators. Read from it; write by `insert`. */
  readonly database: DatabaseSync;
  /** Random choices made anew for each seed, generator and day: what one draws changes no other's rows, and no other day's. */
  readonly random: Random;
  /** 1 is the whole business; tests use less. Scales what happens over time, not the reference data. */
  readonly scale: number;
  /** The first and the last business day of the run. Nothing that has happened may be later than the last. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** Inserts a row, or rows that all have the same columns. A row without an `id` gets the table's next one. */
  insert(table: string, rows: Row | readonly Row[]): void;
}

/**
 * Fills some tables. A module that exports `generator` is found by itself when it lies in `src/seed/generators/`,
 * or is called `seed.ts` in the folder of a feature that owns its tables.
 *
 * A run plays the business from its first day to its last, one transaction a day. On a day the generators come one after
 * the other, each after those that fill what it builds on. So a feature adds its rows for the day's new rows of other tables
 * (`where created_at >= day`), and needs to keep nothing in memory.
 */
export interface Generator {
  /** The tables it inserts into. */
  readonly fills: readonly string[];
  /** Tables that come first, if anything fills them. */
  readonly after: readonly string[];
  /** What is there before the first day: reference data, settings. Once, in the first day's transaction. */
  begin?(context: SeedContext): void;
  /** One business day, Monday to Friday. */
  day?(context: SeedContext, day: Day): void;
}
