import type { DatabaseSync, StatementSync } from "node:sqlite";

const memories = new WeakMap<DatabaseSync, Map<string, unknown>>();

/**
 * What the seeder keeps in memory about a database, by name. The first use reads it from the database by `load`: nothing in a new
 * one, the open business in one that an interrupted run left. So `load` must find exactly what the uninterrupted run would hold, and
 * what changes from day to day must be used first by a generator's `recall`, before today's rows are written.
 */
export function remember<Value>(database: DatabaseSync, name: string, load: () => Value): Value {
  const memory = memories.get(database) ?? new Map<string, unknown>();
  memories.set(database, memory);
  if (!memory.has(name)) memory.set(name, load());
  return memory.get(name) as Value;
}

/** The statement for `sql`, compiled once for each database. */
export function prepared(database: DatabaseSync, sql: string): StatementSync {
  return remember(database, sql, () => database.prepare(sql));
}
