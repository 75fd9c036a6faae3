import type { Day } from "../finance/dates.ts";
import { moveBatch } from "./batch-life.ts";
import type { SeedContext } from "./generator.ts";
import { issueInvoice, linkCost, planConsignedInvoice } from "./invoices.ts";
import { book } from "./ledger.ts";
import { prepared } from "./memory.ts";
import { linesOf, moveOrder, type Order, orderAgenda } from "./order-book.ts";
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
  let cents = 0;
  for (const { id, batch_id, quantity, cost_cents } of linesOf(context, order.id)) {
    const batch = stock.batches.get(batch_id);
    if (batch === undefined) throw new Error(`expected batch ${batch_id} of order ${order.id} to be in the house, it is closed`);
    changeStock(stock, batch, -quantity, -quantity);
    const row = { batch_id, kind: "SALE", quantity: -quantity, moved_at: `${day}T15:00`, order_line_item_id: id };
    context.insert("inventoryMovements", row);
    if (batch.on_hand === 0) moveBatch(context, batch, "SOLD_OUT", `${day}T15:00`);
    cents += quantity * cost_cents;
  }
  const source = `order:${order.id}`;
  order.cost = book(context, day, { kind: "COST", debit: "COGS", credit: "INVENTORY", cents, source, client_id: order.client_id });
  if (order.terms === "CONSIGNMENT") return;
  linkCost(context, order.terms === "COD" ? invoiceOf(context, order) : issueInvoice(context, order, day), order.cost);
}

/** The books' transaction of an order's invoice. */
function invoiceOf({ database }: SeedContext, { id }: Order): number {
  const found = prepared(database, "select transaction_id from invoices where order_id = ?").get(id);
  return Number(found?.["transaction_id"]);
}

/** The goods are with the client: the order is a sale. */
function deliver(context: SeedContext, order: Order, day: Day): void {
  const { id: order_id, client_id, total_cents: revenue_cents, cost: transaction_id = null } = order;
  const cogs_cents = linesOf(context, order_id).reduce((sum, { quantity, cost_cents }) => sum + quantity * cost_cents, 0);
  context.insert("sales", { order_id, client_id, sold_on: day, revenue_cents, cogs_cents, transaction_id });
  if (order.terms === "CONSIGNMENT") planConsignedInvoice(context, order);
}

/** What was promised to the order is free again. */
function cancel(context: SeedContext, order: Order, day: Day): void {
  const stock = stockOf(context);
  for (const { batch_id, quantity } of linesOf(context, order.id)) {
    const batch = stock.batches.get(batch_id);
    if (batch !== undefined) changeStock(stock, batch, 0, -quantity);
  }
  const row = { order_id: order.id, user_id: SALES[0] ?? null, action: "CANCELLED", detail: "The client changed their mind" };
  context.insert("order_audit_log", { ...row, happened_at: `${day}T09:45` });
}
