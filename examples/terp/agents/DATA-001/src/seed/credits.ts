import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import type { SeedContext } from "./generator.ts";
import type { Invoice } from "./invoice-life.ts";
import { book, link } from "./ledger.ts";
import { prepared, remember } from "./memory.ts";
import type { OrderLine } from "./order-book.ts";
import { FINANCE } from "./staff.ts";
import { changeStock, stockOf } from "./stock.ts";

const REFUND_PERCENT = 5;
const REASONS = ["DAMAGED", "WRONG_ITEM", "QUALITY"] as const;

interface Credit {
  readonly id: number;
  readonly amount_cents: number;
}

/** What the house owes its clients, by client and in the order in which it arose. */
export function openCredits(context: SeedContext): Map<number, Credit[]> {
  return remember(context, "open credits", () =>
    Map.groupBy(
      query<Credit & { readonly client_id: number }>(
        context.database,
        "select id, amount_cents, client_id from credits where status = 'OPEN' order by id",
      ),
      (credit) => credit.client_id,
    ),
  );
}

/** A part of an order's price is given back. */
export function refund(context: SeedContext, invoice: Invoice, day: Day): void {
  giveCredit(context, invoice, day, Math.round((invoice.total_cents * REFUND_PERCENT) / 100), undefined);
}

/** A pound of an order comes back into its batch, if the batch is still sold from, and is credited. */
export function takeBack(context: SeedContext, invoice: Invoice, day: Day): void {
  const stock = stockOf(context);
  const sql = "select id, batch_id, quantity, price_cents, cost_cents from order_line_items where order_id = ? order by id";
  for (const line of prepared(context, sql).all(invoice.order_id) as unknown as readonly OrderLine[]) {
    const batch = stock.batches.get(line.batch_id);
    if (batch === undefined || batch.status !== "LIVE") continue;
    const row = { order_line_item_id: line.id, quantity: 1, reason: REASONS[invoice.id % REASONS.length] ?? "QUALITY", returned_on: day };
    const return_id = context.insert("returns", row);
    changeStock(stock, batch, 1, 0);
    const movement = { batch_id: batch.id, kind: "RETURN", quantity: 1, moved_at: `${day}T13:30`, order_line_item_id: line.id };
    context.insert("inventoryMovements", movement);
    const booking = { kind: "RETURN", debit: "INVENTORY", credit: "COGS", cents: line.cost_cents, source: `return:${return_id}` } as const;
    link(context, book(context, day, { ...booking, client_id: invoice.client_id }), "REVERSES", invoice.transaction_id);
    giveCredit(context, invoice, day, line.price_cents, return_id);
    return;
  }
}

function giveCredit(context: SeedContext, invoice: Invoice, day: Day, amount_cents: number, return_id: number | undefined): void {
  const { client_id, order_id } = invoice;
  const reason = return_id === undefined ? "REFUND" : "RETURN";
  const credits = openCredits(context);
  const row = { client_id, order_id, return_id: return_id ?? null, reason, issued_on: day, amount_cents, status: "OPEN" };
  const id = context.insert("credits", row);
  const booking = {
    kind: "CREDIT",
    debit: "ALLOWANCES",
    credit: "CREDITS",
    cents: amount_cents,
    source: `credit:${id}`,
    client_id,
  } as const;
  const transaction_id = book(context, day, booking);
  link(context, transaction_id, "REVERSES", invoice.transaction_id);
  context.insert("client_transactions", { client_id, kind: "CREDIT", booked_on: day, amount_cents: -amount_cents, transaction_id });
  const note = { order_id, user_id: FINANCE[0] ?? null, action: reason, detail: `credit:${id}`, happened_at: `${day}T14:00` };
  context.insert("order_audit_log", note);
  credits.set(client_id, [...(credits.get(client_id) ?? []), { id, amount_cents }]);
}

/** Takes what the house owes the client off an invoice, as long as something is left to pay. */
export function applyCredits(context: SeedContext, invoice: Invoice, day: Day): void {
  const { client_id, id: invoice_id } = invoice;
  const credits = openCredits(context);
  const kept: Credit[] = [];
  for (const credit of credits.get(client_id) ?? []) {
    const { id, amount_cents: cents } = credit;
    // Half of what is left stays, so that a payment in parts still has two parts.
    if (cents > (invoice.total_cents - invoice.paid_cents) / 2) {
      kept.push(credit);
      continue;
    }
    invoice.paid_cents += cents;
    context.insert("creditApplications", { credit_id: id, invoice_id, applied_on: day, amount_cents: cents });
    const booking = { kind: "CREDIT", debit: "CREDITS", credit: "RECEIVABLES", cents, source: `credit:${id}`, client_id } as const;
    link(context, book(context, day, booking), "PAYS", invoice.transaction_id);
    context.update("credits", id, { status: "APPLIED" });
  }
  credits.set(client_id, kept);
}
