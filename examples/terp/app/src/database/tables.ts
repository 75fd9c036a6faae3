import type { DatabaseSync } from "node:sqlite";
import { query } from "./query.ts";

/** Names of the business tables this database really has. */
export function tableNames(database: DatabaseSync): readonly string[] {
  return query<{ name: string }>(
    database,
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> 'schema_migrations' order by name",
  ).map((row) => row.name);
}

/** How many rows `table` has. */
export function countRows(database: DatabaseSync, table: string): number {
  return query<{ rows: number }>(database, `select count(*) as rows from "${table}"`)[0]?.rows ?? 0;
}

/** Rows that point at a row that does not exist, as `table.parent` texts. */
export function brokenReferences(database: DatabaseSync): readonly string[] {
  return query<{ table: string; parent: string }>(database, "pragma foreign_key_check").map((row) => `${row.table} -> ${row.parent}`);
}
