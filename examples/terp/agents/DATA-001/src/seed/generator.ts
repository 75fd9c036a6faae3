import type { DatabaseSync } from "node:sqlite";
import type { Day } from "../finance/dates.ts";
import type { Random } from "./random.ts";

export type Row = Readonly<Record<string, string | number | null>>;

/** What a generator works with. */
export interface SeedContext {
  /** Holds all that was inserted before, also by the same day's earlier generators. Read from it; write by `insert` and `update`. */
  readonly database: DatabaseSync;
  /** What generators keep in memory during a run; see `memory.ts`. */
  readonly memory: Map<string, unknown>;
  /** Random choices made anew for each seed, generator and day: what one draws changes no other's rows, and no other day's. */
  readonly random: Random;
  /** 1 is the whole business; tests use less. Scales what happens over time, not the reference data. */
  readonly scale: number;
  /** The first and the last business day of the run. Nothing that has happened may be later than the last. */
  readonly firstDay: Day;
  readonly lastDay: Day;
  /**
   * Inserts a row, or rows. A row without an `id` gets the table's next one; a column it does not name gets its default.
   * Returns the id of the last row, 0 in a table without `id`. Refuses columns that the table does not have.
   */
  insert(table: string, rows: Row | readonly Row[]): number;
  /** Changes columns of one row. */
  update(table: string, id: number, columns: Row): void;
  /** The highest id of a table, 0 when it is empty. */
  lastId(table: string): number;
  /** Random choices that belong to one thing for its whole life, such as `order:17`: the same on every day, also in a resumed run. */
  randomOf(thing: string): Random;
}

/**
 * Fills some tables. A module that exports `generator` is found by itself when it lies in `src/seed/generators/`,
 * or is called `seed.ts` in the folder of a feature that owns its tables.
 *
 * A run plays the business from its first day to its last, one transaction a day. On a day the generators come one after
 * the other, each after those that fill what it builds on. So a feature adds its rows for the day's new rows of other tables
 * (`where created_at >= day`), and needs to keep nothing in memory. One that does keep something reads it back by
 * `recall` (see `memory.ts`): a run that was interrupted goes on in another process.
 */
export interface Generator {
  /** The tables it inserts into. */
  readonly fills: readonly string[];
  /** Tables that come first, if anything fills them. */
  readonly after: readonly string[];
  /** What is there before the first day: reference data, settings. Once, in the first day's transaction. */
  begin?(context: SeedContext): void;
  /**
   * At the start of every run, before anything is written: reads back from the database what the generator keeps in memory
   * from day to day. Nothing is there in a new one.
   */
  recall?(context: SeedContext): void;
  /** One business day, Monday to Friday. */
  day?(context: SeedContext, day: Day): void;
}
