import { query } from "../database/query.ts";
import { addDays, type Day } from "../finance/dates.ts";
import { dueOn, type PaymentTerms } from "../finance/payment-terms.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { audit } from "./audit.ts";
import type { SeedContext } from "./generator.ts";
import { planInvoice } from "./invoice-life.ts";
import { book, link } from "./ledger.ts";
import { remember } from "./memory.ts";
import { linesOf } from "./order-book.ts";
import { FINANCE } from "./staff.ts";

/** Consigned goods are invoiced when they are counted at the client's, so long after they were ordered. */
const COUNTED_AFTER_DAYS = 30;

/** An order to be invoiced. */
export interface Invoiced {
  readonly id: number;
  readonly client_id: number;
  readonly terms: PaymentTerms;
  readonly total_cents: number;
}

/** Consigned orders by the day on which they will be invoiced. */
export function consignedAgenda({ database }: SeedContext): Agenda<Invoiced> {
  return remember(database, "consigned agenda", () => {
    const agenda = createAgenda<Invoiced>();
    const open = query<Invoiced & { readonly ordered_on: Day }>(
      database,
      `select orders.id, client_id, terms, orders.total_cents, ordered_on from orders left join invoices on invoices.order_id = orders.id
       where terms = 'CONSIGNMENT' and orders.status in ('DELIVERED', 'COMPLETED') and invoices.id is null`,
    );
    for (const { ordered_on, ...order } of open) agenda.add(addDays(ordered_on, COUNTED_AFTER_DAYS), order);
    return agenda;
  });
}

/** A consigned order came to its client: it is invoiced later. */
export function planConsignedInvoice(context: SeedContext, order: Invoiced & { readonly ordered_on: Day }): void {
  consignedAgenda(context).add(addDays(order.ordered_on, COUNTED_AFTER_DAYS), order);
}

/** Sends an order's invoice: its lines, its history, the books, and the client's account. Returns its transaction in the books. */
export function issueInvoice(context: SeedContext, { id: order_id, client_id, terms, total_cents }: Invoiced, day: Day): number {
  const { insert } = context;
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
  const invoice = { id, order_id, issued_on: day, due_on, status: "SENT" as const, total_cents, paid_cents: 0, transaction_id };
  insert("invoices", invoice);
  for (const { id: order_line_item_id, quantity, price_cents } of linesOf(context, order_id))
    insert("invoiceLineItems", { invoice_id: id, order_line_item_id, amount_cents: quantity * price_cents });
  const clerk = FINANCE[0] ?? null;
  audit(context, "invoices", id, "DRAFT", `${day}T16:00`, clerk);
  audit(context, "invoices", id, "SENT", `${day}T16:30`, clerk);
  insert("order_audit_log", { order_id, user_id: clerk, action: "INVOICED", detail: source, happened_at: `${day}T16:30` });
  insert("client_transactions", { client_id, kind: "INVOICE", booked_on: day, amount_cents: total_cents, transaction_id });
  planInvoice(context, { ...invoice, client_id, terms });
  return transaction_id;
}

/** Says in the books that an order's revenue and its cost belong together: the later one to the earlier. */
export function linkCost(context: SeedContext, invoice: number, cost: number): void {
  link(context, Math.max(invoice, cost), "BELONGS_TO", Math.min(invoice, cost));
}
