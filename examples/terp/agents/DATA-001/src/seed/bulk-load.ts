import { DatabaseSync } from "node:sqlite";
import { migrate } from "../database/migrations.ts";
import { query } from "../database/query.ts";
import { brokenReferences } from "../database/tables.ts";

/**
 * Indexes of the largest tables that no generator looks through: they are made once when all rows are there, in a third of the time.
 * Everybody else's stay.
 */
const MADE_LAST = [
  "audit_logs_by_entity",
  "movements_by_batch",
  "orders_by_client",
  "orders_by_status",
  "order_lines_by_product",
  "order_status_history_by_order",
  "order_audit_log_by_order",
  "sales_by_day",
  "transactions_by_day",
  "ledger_by_transaction",
  "invoices_by_status",
  "invoices_by_day",
  "invoice_lines_by_invoice",
  "payments_by_invoice",
  "payments_by_day",
  "payment_history_by_payment",
  "bank_transactions_by_day",
  "client_transactions_by_client",
  "client_activity_by_client",
  "credit_signals_by_client",
];

/** Takes the indexes away that are made last. Do it in the transaction of the first rows. */
export function dropIndexes(database: DatabaseSync): void {
  for (const name of MADE_LAST) database.exec(`drop index if exists ${name}`);
}

/** Makes every index of the schema that the database lacks. The schema says which: a fresh one is made in memory to ask. */
export function makeIndexes(database: DatabaseSync): void {
  const schema = new DatabaseSync(":memory:");
  migrate(schema);
  const there = new Set(namesOf(database).map(({ name }) => name));
  for (const { name, sql } of namesOf(schema)) if (!there.has(name)) database.exec(sql);
  schema.close();
}

function namesOf(database: DatabaseSync): readonly { readonly name: string; readonly sql: string }[] {
  return query(database, "select name, sql from sqlite_schema where type = 'index' and sql is not null order by name");
}

/** Does `work` while the database checks no foreign keys; all of them are checked at once by `checkReferences`. */
export async function withoutKeyChecks<Result>(database: DatabaseSync, work: () => Promise<Result>): Promise<Result> {
  const [before] = query<{ foreign_keys: number }>(database, "pragma foreign_keys");
  database.exec("pragma foreign_keys = off");
  try {
    return await work();
  } finally {
    database.exec(`pragma foreign_keys = ${before?.foreign_keys ?? 1}`);
  }
}

/** Refuses rows that point at rows that do not exist: a generator made a mistake. */
export function checkReferences(database: DatabaseSync): void {
  const broken = new Set(brokenReferences(database));
  if (broken.size > 0) throw new Error(`expected every foreign key to lead to a row, got broken ones: ${[...broken].join(", ")}`);
}
