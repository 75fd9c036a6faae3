import type { DatabaseSync, SQLInputValue } from "node:sqlite";

/** Every row of a read-only statement. `Row` must name the columns the statement selects. */
export function query<Row>(database: DatabaseSync, sql: string, ...parameters: readonly SQLInputValue[]): readonly Row[] {
  return database.prepare(sql).all(...parameters) as unknown as readonly Row[];
}

/** The first row, or undefined when there is none. */
export function queryOne<Row>(database: DatabaseSync, sql: string, ...parameters: readonly SQLInputValue[]): Row | undefined {
  return database.prepare(sql).get(...parameters) as unknown as Row | undefined;
}

/** Runs a statement that changes rows. Returns the id of the row it inserted last. */
export function change(database: DatabaseSync, sql: string, ...parameters: readonly SQLInputValue[]): number {
  return Number(database.prepare(sql).run(...parameters).lastInsertRowid);
}

/** Runs `work` inside one transaction; nothing of it stays when it throws. */
export function transaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec("begin immediate");
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (error) {
    // After some faults, a full disk among them, SQLite has taken everything back by itself.
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}
