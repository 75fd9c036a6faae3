import { query } from "../../database/query.ts";
import { addDays, type Day } from "../../finance/dates.ts";
import { dueOn, type PaymentTerms } from "../../finance/payment-terms.ts";
import { LAST_DAY } from "../business.ts";
import type { Generator, Row } from "../generator.ts";
import { booking } from "../ledger.ts";
import type { Random } from "../random.ts";
import { STATUS_AGES } from "./orders.ts";

/** Consigned goods are invoiced when they are counted, this long after delivery. */
const CONSIGNMENT_INVOICE_DAYS = 30;
const PAID = 0.85;
const PAYMENT_DAYS_MAX = 30;

interface Order {
  readonly id: number;
  readonly ordered_on: Day;
  readonly status: string;
  readonly terms: PaymentTerms;
  readonly total_cents: number;
}

interface Line {
  readonly id: number;
  readonly amount_cents: number;
}

/** From orders to money: history, invoices with their lines, payments, and the books. */
export const generator: Generator = {
  fills: ["order_status_history", "invoices", "invoiceLineItems", "payments", "ledgerEntries"],
  after: ["orders", "order_line_items", "accounts"],
  run({ database, insert, random }) {
    const orders = query<Order>(database, "select id, ordered_on, status, terms, total_cents from orders order by id");
    const linesOf = Map.groupBy(
      query<Line & { order_id: number }>(
        database,
        "select id, order_id, quantity * price_cents as amount_cents from order_line_items order by id",
      ),
      (line) => line.order_id,
    );
    const invoices: Row[] = [];
    const invoiceLines: Row[] = [];
    const payments: Row[] = [];
    const ledger: Row[] = [];
    for (const order of orders) {
      const issued_on = invoicedOn(order);
      if (issued_on === undefined) continue;
      const id = invoices.length + 1;
      const due_on = dueOn(issued_on, order.terms);
      const paid_on = paidOn(order.terms, issued_on, random);
      const status = paid_on !== undefined ? "PAID" : due_on < LAST_DAY ? "OVERDUE" : "SENT";
      invoices.push({ id, order_id: order.id, issued_on, due_on, status, total_cents: order.total_cents });
      for (const line of linesOf.get(order.id) ?? []) {
        invoiceLines.push({ invoice_id: id, order_line_item_id: line.id, amount_cents: line.amount_cents });
      }
      ledger.push(...booking(issued_on, "1100", "4000", order.total_cents, `invoice:${id}`));
      if (paid_on === undefined) continue;
      payments.push({ invoice_id: id, paid_on, method: methodOf(order.terms, random), amount_cents: order.total_cents });
      ledger.push(...booking(paid_on, "1000", "1100", order.total_cents, `payment:${id}`));
    }
    insert("order_status_history", orders.flatMap(historyOf));
    insert("invoices", invoices);
    insert("invoiceLineItems", invoiceLines);
    insert("payments", payments);
    insert("ledgerEntries", ledger);
  },
};

function historyOf(order: Order): readonly Row[] {
  const row = (status: string, days: number): Row => ({ order_id: order.id, status, changed_on: addDays(order.ordered_on, days) });
  if (order.status === "CANCELLED") return [row("PENDING", 0), row("CANCELLED", 1)];
  const reached = STATUS_AGES.findIndex(([status]) => status === order.status);
  return STATUS_AGES.slice(0, reached + 1).map(([status, days]) => row(status, days));
}

/** The day of the invoice, or undefined when there is none (yet). */
function invoicedOn(order: Order): Day | undefined {
  if (order.status === "CANCELLED") return undefined;
  const day = order.terms === "CONSIGNMENT" ? addDays(order.ordered_on, CONSIGNMENT_INVOICE_DAYS) : order.ordered_on;
  return day <= LAST_DAY ? day : undefined;
}

function paidOn(terms: PaymentTerms, issued: Day, random: Random): Day | undefined {
  if (terms === "COD") return issued;
  const day = addDays(issued, random.between(1, PAYMENT_DAYS_MAX));
  return random.chance(PAID) && day <= LAST_DAY ? day : undefined;
}

function methodOf(terms: PaymentTerms, random: Random): string {
  if (terms === "COD") return "CASH";
  const draw = random.between(1, 10);
  return draw <= 6 ? "ACH" : draw <= 9 ? "CHECK" : "WIRE";
}
