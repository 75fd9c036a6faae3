import { DatabaseSync } from "node:sqlite";
import { migrate } from "./migrations.ts";

/** Opens a database file (or `:memory:`) and applies what is missing of the schema. */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec("pragma journal_mode = wal");
  database.exec("pragma foreign_keys = on");
  migrate(database);
  return database;
}
