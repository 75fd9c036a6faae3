import type { StatementSync } from "node:sqlite";
import type { SeedContext } from "./generator.ts";

/**
 * What the seeder keeps in memory during a run, by name. The first use reads it from the database by `load`: nothing in a new one, the
 * open business in one that an interrupted run left. So `load` must find exactly what the uninterrupted run would hold, and what
 * changes from day to day must be used first by a generator's `recall`, before today's rows are written.
 */
export function remember<Value>({ memory }: SeedContext, name: string, load: () => Value): Value {
  if (!memory.has(name)) memory.set(name, load());
  return memory.get(name) as Value;
}

/** The statement for `sql`, compiled once in a run, on a database in which everything is written. */
export function prepared(context: SeedContext, sql: string): StatementSync {
  const { database } = context;
  return remember(context, sql, () => database.prepare(sql));
}
