import type { Day } from "../finance/dates.ts";
import { moveBatch } from "./batch-life.ts";
import type { SeedContext } from "./generator.ts";
import { consignedAgenda, issueInvoice, linkCost } from "./invoices.ts";
import { book } from "./ledger.ts";
import { costOf, moveOrder, type Order, orderAgenda } from "./order-book.ts";
import { SALES } from "./staff.ts";
import { changeStock, stockOf } from "./stock.ts";

/** Moves every order that is due today to its next state, with what that means for the stock and the books. */
export function followOrders(context: SeedContext, day: Day): void {
  const agenda = orderAgenda(context);
  for (let steps = agenda.take(day); steps.length > 0; steps = agenda.take(day)) {
    for (const { order, status } of steps) {
      moveOrder(context, order, status, day);
      if (status === "SHIPPED") ship(context, order, day);
      if (status === "CANCELLED") cancel(context, order, day);
      if (status === "DELIVERED") deliver(context, order, day);
    }
  }
}

/** The goods leave the house, and their cost leaves the inventory. Consigned goods are invoiced later, those paid in cash already are. */
function ship(context: SeedContext, order: Order, day: Day): void {
  const stock = stockOf(context);
  for (const { id, batch_id, quantity } of order.lines) {
    const batch = stock.batches.get(batch_id);
    if (batch === undefined) throw new Error(`expected batch ${batch_id} of order ${order.id} to be in the house, it is closed`);
    changeStock(stock, batch, -quantity, -quantity);
    const row = { batch_id, kind: "SALE", quantity: -quantity, moved_at: `${day}T15:00`, order_line_item_id: id };
    context.insert("inventoryMovements", row);
    if (batch.on_hand === 0) moveBatch(context, batch, "SOLD_OUT", `${day}T15:00`);
  }
  const booking = { kind: "COST", debit: "COGS", credit: "INVENTORY", cents: costOf(order), source: `order:${order.id}` } as const;
  order.cost = book(context, day, { ...booking, client_id: order.client_id });
  if (order.terms === "CONSIGNMENT") return;
  if (order.terms !== "COD") issueInvoice(context, order, day);
  linkCost(context, order);
}

/** The goods are with the client: the order is a sale. */
function deliver(context: SeedContext, order: Order, day: Day): void {
  const { id: order_id, client_id, total_cents: revenue_cents, cost: transaction_id = null } = order;
  context.insert("sales", { order_id, client_id, sold_on: day, revenue_cents, cogs_cents: costOf(order), transaction_id });
  if (order.terms === "CONSIGNMENT") consignedAgenda(context).add(order);
}

/** What was promised to the order is free again. */
function cancel(context: SeedContext, order: Order, day: Day): void {
  const stock = stockOf(context);
  for (const { batch_id, quantity } of order.lines) {
    const batch = stock.batches.get(batch_id);
    if (batch !== undefined) changeStock(stock, batch, 0, -quantity);
  }
  const row = { order_id: order.id, user_id: SALES[0] ?? null, action: "CANCELLED", detail: "The client changed their mind" };
  context.insert("order_audit_log", { ...row, happened_at: `${day}T09:45` });
}
