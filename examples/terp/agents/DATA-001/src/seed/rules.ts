import type { DatabaseSync } from "node:sqlite";
import { query, queryOne } from "../database/query.ts";
import { brokenReferences, countRows, tableNames } from "../database/tables.ts";
import { LAST_DAY } from "./business.ts";

/** What must hold in a coherent business. Each statement selects what breaks its rule. */
const RULES: readonly (readonly [rule: string, sql: string])[] = [
  ["an invoice is not older than its order", "select 1 from invoices join orders on orders.id = order_id where issued_on < ordered_on"],
  ["a payment is not older than its invoice", "select 1 from payments join invoices on invoices.id = invoice_id where paid_on < issued_on"],
  [
    "goods come in after they were ordered",
    "select 1 from lots join purchaseOrders on purchaseOrders.id = purchase_order_id where received_on < ordered_on",
  ],
  ["nothing to come is completed", `select 1 from calendar_events where status = 'COMPLETED' and substr(starts_at, 1, 10) > '${LAST_DAY}'`],
  [
    "an invoice is paid exactly when payments cover it",
    `select 1 from invoices left join payments on invoice_id = invoices.id group by invoices.id
     having (status = 'PAID') <> (coalesce(sum(amount_cents), 0) = total_cents)`,
  ],
  [
    "an order's total is the sum of its lines",
    "select 1 from orders join order_line_items on order_id = orders.id group by orders.id having total_cents <> sum(quantity * price_cents)",
  ],
  [
    "stock is never below zero",
    `select 1 from (select sum(quantity) over (partition by batch_id order by moved_on, quantity < 0, id) as stock from inventoryMovements)
     where stock < 0`,
  ],
];

const BALANCES: readonly (readonly [rule: string, ledger: string, reality: string])[] = [
  ["debits equal credits", "select sum(debit_cents) from ledgerEntries", "select sum(credit_cents) from ledgerEntries"],
  ["receivables are the unpaid invoices", account("1100"), "select sum(total_cents) from invoices where status in ('SENT', 'OVERDUE')"],
  ["payables are the open bills", `select -(${account("2000")})`, "select sum(total_cents) from bills where status = 'OPEN'"],
  [
    "inventory is the value of the batches",
    account("1200"),
    "select sum(inventoryMovements.quantity * cost_cents) from inventoryMovements join batches on batches.id = batch_id",
  ],
];

/** Every rule the database breaks, in words; empty for a coherent business. */
export function brokenRules(database: DatabaseSync): readonly string[] {
  return [
    ...tableNames(database)
      .filter((table) => countRows(database, table) === 0)
      .map((table) => `${table} has no rows: it needs a generator`),
    ...brokenReferences(database).map((reference) => `broken reference ${reference}`),
    ...RULES.filter(([, sql]) => query(database, `${sql} limit 1`).length > 0).map(([rule]) => `broken: ${rule}`),
    ...BALANCES.filter(([, ledger, reality]) => cents(database, ledger) !== cents(database, reality)).map(([rule]) => `broken: ${rule}`),
  ];
}

function account(code: string): string {
  return `select sum(debit_cents - credit_cents) from ledgerEntries join accounts on accounts.id = account_id where code = '${code}'`;
}

function cents(database: DatabaseSync, sql: string): number {
  return queryOne<{ value: number | null }>(database, `select (${sql}) as value`)?.value ?? 0;
}
