import type { DatabaseSync } from "node:sqlite";
import type { Random } from "./random.ts";

export type Row = Readonly<Record<string, string | number | null>>;

export interface SeedContext {
  readonly database: DatabaseSync;
  readonly random: Random;
  /** 1 is the whole business; tests use less. Scales what happens over time, not the reference data. */
  readonly scale: number;
  /** Inserts rows that all have the same columns. */
  insert(table: string, rows: readonly Row[]): void;
}

/**
 * Fills some tables. A module that exports `generator` is found by itself when it lies in `src/seed/generators/`,
 * or is called `seed.ts` in the folder of a feature that owns its tables.
 */
export interface Generator {
  readonly fills: readonly string[];
  /** Tables that come first, if anything fills them. */
  readonly after: readonly string[];
  run(context: SeedContext): void;
}
