import type { DatabaseSync, StatementSync } from "node:sqlite";
import { query } from "../database/query.ts";
import type { Row } from "./generator.ts";

type Value = string | number | null;

interface Column {
  readonly name: string;
  /** What a row without the column gets. */
  readonly otherwise: Value;
}

interface Table {
  readonly columns: readonly Column[];
  readonly insert: StatementSync;
  /** The place of `id` among the columns, or -1. */
  readonly id: number;
  lastId: number;
}

/** Inserts rows fast: one compiled statement for each table, ids counted here. */
export interface RowWriter {
  /** See `SeedContext.insert`. */
  insert(table: string, rows: Row | readonly Row[]): number;
  /** The highest id of a table, 0 when it is empty. */
  lastId(table: string): number;
  /** How many rows it has inserted. */
  count(): number;
}

/** A writer for a database whose schema does not change meanwhile and that nobody else writes to. */
export function createRowWriter(database: DatabaseSync): RowWriter {
  const tables = new Map<string, Table>();
  let written = 0;
  const tableOf = (name: string): Table => {
    const table = tables.get(name) ?? describe(database, name);
    tables.set(name, table);
    return table;
  };
  return {
    insert(name, rows) {
      const table = tableOf(name);
      let id = 0;
      if (isList(rows)) for (const row of rows) id = insertRow(name, table, row);
      else id = insertRow(name, table, rows);
      written += isList(rows) ? rows.length : 1;
      return id;
    },
    lastId: (name) => tableOf(name).lastId,
    count: () => written,
  };
}

function isList(rows: Row | readonly Row[]): rows is readonly Row[] {
  return Array.isArray(rows);
}

function insertRow(name: string, table: Table, row: Row): number {
  const { columns } = table;
  const values: Value[] = [];
  let used = 0;
  for (const column of columns) {
    const value = row[column.name];
    if (value !== undefined) used++;
    values.push(value === undefined ? column.otherwise : value);
  }
  let id = 0;
  if (table.id >= 0) {
    const given = values[table.id];
    id = typeof given === "number" ? given : table.lastId + 1;
    values[table.id] = id;
    if (id > table.lastId) table.lastId = id;
  }
  if (used !== Object.keys(row).length) throw strangeColumn(name, columns, row);
  table.insert.run(...values);
  return id;
}

function strangeColumn(name: string, columns: readonly Column[], row: Row): Error {
  const strange = Object.keys(row).filter((key) => !columns.some((column) => column.name === key));
  return new Error(`expected columns of ${name} (${columns.map((column) => column.name).join(", ")}), got \`${strange.join(", ")}\``);
}

function describe(database: DatabaseSync, name: string): Table {
  const found = query<{ name: string; otherwise: string | null }>(
    database,
    "select name, dflt_value as otherwise from pragma_table_info(?)",
    name,
  );
  if (found.length === 0) throw new Error(`expected a table of the schema, got \`${name}\`; are all migrations applied?`);
  const columns = found.map((column) => ({ name: column.name, otherwise: constant(database, column.otherwise) }));
  const id = columns.findIndex((column) => column.name === "id");
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(`insert into "${name}" (${columns.map((column) => column.name).join(", ")}) values (${places})`);
  const last = id < 0 ? [] : query<{ id: number | null }>(database, `select max(id) as id from "${name}"`);
  return { columns, insert, id, lastId: last[0]?.id ?? 0 };
}

/** The value of a column's default, which the schema gives as SQL. */
function constant(database: DatabaseSync, sql: string | null): Value {
  return sql === null ? null : (query<{ value: Value }>(database, `select ${sql} as value`)[0]?.value ?? null);
}
