import type { Day } from "../finance/dates.ts";
import { dueOn } from "../finance/payment-terms.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { audit } from "./audit.ts";
import { addDays } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import { planInvoice } from "./invoice-life.ts";
import { book, link } from "./ledger.ts";
import { remember } from "./memory.ts";
import type { Order } from "./order-book.ts";
import { readOrders } from "./read-orders.ts";
import { FINANCE } from "./staff.ts";

/** Consigned goods are invoiced when they are counted at the client's, so long after they were ordered. */
const COUNTED_AFTER_DAYS = 30;

/** Consigned orders that reached their clients, by the day on which they will be invoiced. */
export function consignedAgenda(context: SeedContext): { add(order: Order): void; take: Agenda<Order>["take"] } {
  return remember(context, "consigned agenda", () => {
    const agenda = createAgenda<Order>();
    const add = (order: Order) => agenda.add(addDays(order.ordered_on, COUNTED_AFTER_DAYS), order);
    readOrders(context, "terms = 'CONSIGNMENT' and orders.status in ('DELIVERED', 'COMPLETED') and invoices.id is null").forEach(add);
    return { add, take: agenda.take };
  });
}

/** Sends an order's invoice: its lines, its history, the books, and the client's account. */
export function issueInvoice(context: SeedContext, order: Order, day: Day): void {
  const { insert } = context;
  const { id: order_id, client_id, terms, total_cents } = order;
  const id = context.lastId("invoices") + 1;
  const due_on = dueOn(day, terms);
  const source = `invoice:${id}`;
  const transaction_id = book(context, day, {
    kind: "INVOICE",
    debit: "RECEIVABLES",
    credit: "REVENUE",
    cents: total_cents,
    source,
    client_id,
  });
  order.invoice = transaction_id;
  const invoice = { id, order_id, issued_on: day, due_on, status: "SENT" as const, total_cents, paid_cents: 0, transaction_id };
  insert("invoices", invoice);
  for (const { id: order_line_item_id, quantity, price_cents } of order.lines)
    insert("invoiceLineItems", { invoice_id: id, order_line_item_id, amount_cents: quantity * price_cents });
  const clerk = FINANCE[0] ?? null;
  audit(context, "invoices", id, "DRAFT", `${day}T16:00`, clerk);
  audit(context, "invoices", id, "SENT", `${day}T16:30`, clerk);
  insert("order_audit_log", { order_id, user_id: clerk, action: "INVOICED", detail: source, happened_at: `${day}T16:30` });
  insert("client_transactions", { client_id, kind: "INVOICE", booked_on: day, amount_cents: total_cents, transaction_id });
  planInvoice(context, { ...invoice, client_id, terms });
}

/** Says in the books that an order's revenue and its cost belong together: the later one to the earlier. */
export function linkCost(context: SeedContext, { id, invoice, cost }: Order): void {
  if (invoice === undefined || cost === undefined)
    throw new Error(`expected order ${id} to have left the house and to be invoiced, it is not`);
  link(context, Math.max(invoice, cost), "BELONGS_TO", Math.min(invoice, cost));
}
