import type { DatabaseSync, StatementSync } from "node:sqlite";
import { query } from "../database/query.ts";
import type { Row } from "./generator.ts";

type Value = string | number | null;

/** Rows are written so many at once, the rest of them in smaller groups. */
const GROUPS = [64, 8, 1] as const;
const [GROUP] = GROUPS;

interface Column {
  readonly name: string;
  /** What a row without the column gets. */
  readonly otherwise: Value;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** One statement for each of the `GROUPS`, compiled when it is needed. */
  readonly inserts: (StatementSync | undefined)[];
  /** Statements that change some columns, by the columns' names. */
  readonly updates: Map<string, StatementSync>;
  /** The place of `id` among the columns, or -1. */
  readonly id: number;
  lastId: number;
  /** Values of the rows that wait, one row after the other. Their ids follow each other, from `firstWaiting` on. */
  waiting: Value[];
  rows: number;
  firstWaiting: number;
  /** Changes of rows that are written, by id. */
  readonly changes: Map<number, Row>;
}

/** Inserts and changes rows fast: they wait in groups, ids are counted here, statements are compiled once. */
export interface RowWriter {
  /** See `SeedContext.insert`. */
  insert(table: string, rows: Row | readonly Row[]): number;
  /** See `SeedContext.update`. */
  update(table: string, id: number, columns: Row): void;
  /** The highest id of a table, 0 when it is empty. */
  lastId(table: string): number;
  /** Writes everything that waits. */
  flush(): void;
  /** How many rows were inserted. */
  count(): number;
}

/** A writer for a database whose schema does not change meanwhile, that nobody else writes to, and that does not check foreign keys. */
export function createRowWriter(database: DatabaseSync): RowWriter {
  const tables = new Map<string, Table>();
  let inserted = 0;
  const tableOf = (name: string): Table => {
    const table = tables.get(name) ?? describe(database, name);
    tables.set(name, table);
    return table;
  };
  const add = (table: Table, row: Row): number => {
    const id = identify(table, row);
    if (table.rows > 0 && id !== table.firstWaiting + table.rows) writeRows(database, table);
    if (table.rows === 0) table.firstWaiting = id;
    push(table, row, id);
    if (table.rows === GROUP) writeRows(database, table);
    return id;
  };
  return {
    insert(name, rows) {
      const table = tableOf(name);
      if (!isList(rows)) {
        inserted++;
        return add(table, rows);
      }
      inserted += rows.length;
      let id = 0;
      for (const row of rows) id = add(table, row);
      return id;
    },
    update(name, id, columns) {
      const table = tableOf(name);
      const place = id - table.firstWaiting;
      if (place >= 0 && place < table.rows) changeWaiting(table, place, columns);
      else table.changes.set(id, { ...table.changes.get(id), ...columns });
    },
    lastId: (name) => tableOf(name).lastId,
    flush() {
      for (const table of tables.values()) {
        if (table.rows > 0) writeRows(database, table);
        if (table.changes.size > 0) writeChanges(database, table);
      }
    },
    count: () => inserted,
  };
}

function isList(rows: Row | readonly Row[]): rows is readonly Row[] {
  return Array.isArray(rows);
}

/** The row's id, or the table's next one; 0 in a table without `id`. */
function identify(table: Table, row: Row): number {
  if (table.id < 0) return table.firstWaiting + table.rows;
  const given = row["id"];
  const id = typeof given === "number" ? given : table.lastId + 1;
  if (id > table.lastId) table.lastId = id;
  return id;
}

function push(table: Table, row: Row, id: number): void {
  let used = 0;
  for (const [index, column] of table.columns.entries()) {
    const value = row[column.name];
    if (value !== undefined) used++;
    table.waiting.push(index === table.id ? id : value === undefined ? column.otherwise : value);
  }
  if (used !== Object.keys(row).length) throw strangeColumn(table, row);
  table.rows++;
}

function changeWaiting(table: Table, place: number, columns: Row): void {
  for (const [name, value] of Object.entries(columns)) {
    const index = table.columns.findIndex((column) => column.name === name);
    if (index < 0) throw strangeColumn(table, columns);
    table.waiting[place * table.columns.length + index] = value;
  }
}

function writeRows(database: DatabaseSync, table: Table): void {
  const { columns, waiting } = table;
  let from = 0;
  for (const [place, group] of GROUPS.entries()) {
    for (; table.rows - from >= group; from += group) {
      const statement = table.inserts[place] ?? database.prepare(insertSql(table, group));
      table.inserts[place] = statement;
      statement.run(...(group === GROUP ? waiting : waiting.slice(from * columns.length, (from + group) * columns.length)));
    }
  }
  table.waiting = [];
  table.rows = 0;
}

function insertSql({ name, columns }: Table, rows: number): string {
  const row = `(${columns.map(() => "?").join(", ")})`;
  return `insert into "${name}" (${columns.map((column) => column.name).join(", ")}) values ${Array(rows).fill(row).join(", ")}`;
}

function writeChanges(database: DatabaseSync, { name, changes, updates }: Table): void {
  for (const [id, columns] of changes) {
    const names = Object.keys(columns);
    const key = names.join();
    let statement = updates.get(key);
    if (statement === undefined) {
      statement = database.prepare(`update "${name}" set ${names.map((column) => `${column} = ?`).join(", ")} where id = ?`);
      updates.set(key, statement);
    }
    statement.run(...Object.values(columns), id);
  }
  changes.clear();
}

function strangeColumn({ name, columns }: Table, row: Row): Error {
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
  const last = id < 0 ? [] : query<{ id: number | null }>(database, `select max(id) as id from "${name}"`);
  const waiting = { waiting: [], rows: 0, firstWaiting: 0, changes: new Map() };
  return { name, columns, inserts: [], updates: new Map(), id, lastId: last[0]?.id ?? 0, ...waiting };
}

/** The value of a column's default, which the schema gives as SQL. */
function constant(database: DatabaseSync, sql: string | null): Value {
  return sql === null ? null : (query<{ value: Value }>(database, `select ${sql} as value`)[0]?.value ?? null);
}
