import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect, type SqliteStatement, sql } from "kysely";
import { ENGINE_PLUGINS, type Engine } from "./engine.ts";
import { sqliteFault } from "./sqlite-fault.ts";
import type { Tables } from "./tables.ts";

/** How long a statement waits for another process's write: one should never be there, a backup tool may. */
const BUSY_TIMEOUT_MS = 5_000;
const STATEMENTS_MAX = 500;

/**
 * The engine over one SQLite file (WAL) with node's own driver.
 * @throws SignalboxError when the file cannot be opened or written, or is no intact database.
 */
export async function openSqlite(file: string): Promise<Engine> {
  return engineOver(
    file,
    guarded(file, () => openDatabase(file)),
  );
}

/** The same for reading alone, beside whoever writes. @throws SignalboxError when the file cannot be opened. */
export function openSqliteToRead(file: string): Engine {
  return engineOver(
    file,
    guarded(file, () => new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true })),
  );
}

function engineOver(file: string, database: DatabaseSync): Engine {
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: { prepare: statementCache(database, file), close: () => database.close() } }),
    plugins: ENGINE_PLUGINS,
  });
  return {
    db,
    transaction(durability, work) {
      guarded(file, () => database.exec(`pragma synchronous = ${durability === "flushed" ? "full" : "normal"}`));
      return db.transaction().execute(work);
    },
    async integrity() {
      const { rows } = await sql<{ readonly integrityCheck: string }>`pragma integrity_check`.execute(db);
      return rows.map((row) => row.integrityCheck).filter((line) => line !== "ok");
    },
    async close() {
      await db.destroy();
      // Kysely closes a database only once it has used it.
      if (database.isOpen) database.close();
    },
  };
}

function openDatabase(file: string): DatabaseSync {
  // The store holds prompts and agents' words: only its owner may read it. SQLite gives its side files the same mode.
  closeSync(openSync(file, "a", 0o600));
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  database.exec("pragma journal_mode = wal");
  return database;
}

/** The better-sqlite3 shape Kysely expects, over node:sqlite; each statement is prepared once. */
function statementCache(database: DatabaseSync, file: string): (text: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>();
  return (text) => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    if (statements.size >= STATEMENTS_MAX) statements.clear();
    const statement = prepare(database, file, text);
    statements.set(text, statement);
    return statement;
  };
}

function prepare(database: DatabaseSync, file: string, text: string): SqliteStatement {
  // A full disk makes SQLite roll back by itself; Kysely's own rollback must not then hide the reason.
  if (text === "rollback") {
    const run = () => {
      if (database.isTransaction) database.exec("rollback");
      return { changes: 0, lastInsertRowid: 0 };
    };
    return { reader: false, run, all: () => [], iterate: () => [].values() };
  }
  const statement = guarded(file, () => database.prepare(text));
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(file, () => statement.all(...bindable(parameters))),
    run: (parameters) => guarded(file, () => statement.run(...bindable(parameters))),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

type Bindable = string | number | null;

/** Tables hold nothing but text and whole numbers, so anything else is a mistake of ours. */
function bindable(parameters: readonly unknown[]): Bindable[] {
  return parameters.map((value) => {
    if (typeof value === "string" || typeof value === "number" || value === null) return value;
    throw new TypeError(`expected text, a number or null as a parameter, got \`${typeof value}\``);
  });
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteFault(file, error);
  }
}
