import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { audit } from "./audit.ts";
import { businessDaysAfter } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import { checkMove, PURCHASE, type PurchaseStatus } from "./machines.ts";
import { prepared, remember } from "./memory.ts";

export interface PurchaseItem {
  readonly id: number;
  readonly product_id: number;
  readonly quantity: number;
  readonly cost_cents: number;
  /** The product's list price, for which it will be sold. */
  readonly price_cents: number;
}

/** A purchase order that has not come in. */
export interface Purchase {
  readonly id: number;
  readonly vendor_id: number;
  readonly items: readonly PurchaseItem[];
  status: PurchaseStatus;
}

const CONSIGNED = 0.9;

/** What hangs on a purchase order's number: how long the vendor takes, and whether the goods are consigned to us. */
export function termsOf(
  context: SeedContext,
  id: number,
): { readonly answered: number; readonly sent: number; readonly consigned: boolean } {
  const random = context.randomOf(`purchase:${id}`);
  return { answered: random.between(1, 2), sent: random.between(2, 4), consigned: random.chance(CONSIGNED) };
}

/** Purchase orders on their way, by id. */
export function openPurchases(context: SeedContext): Map<number, Purchase> {
  return remember(context, "open purchases", () => {
    const { database } = context;
    const orders = query<Omit<Purchase, "items">>(database, "select id, vendor_id, status from purchaseOrders where status <> 'RECEIVED'");
    const items = prepared(
      context,
      `select purchaseOrderItems.id, product_id, quantity, cost_cents, price_cents from purchaseOrderItems
       join products on products.id = product_id where purchase_order_id = ? order by purchaseOrderItems.id`,
    );
    return new Map(orders.map((order) => [order.id, { ...order, items: items.all(order.id) as unknown as readonly PurchaseItem[] }]));
  });
}

/** On which day something happens to which purchase order. */
export function purchaseAgenda(context: SeedContext): Agenda<{ readonly id: number }> {
  return remember(context, "purchase agenda", () => {
    const agenda = createAgenda<{ readonly id: number }>();
    const lastMove = prepared(
      context,
      "select substr(max(happened_at), 1, 10) as day from auditLogs where entity = 'purchaseOrders' and entity_key = ?",
    );
    for (const purchase of openPurchases(context).values()) {
      const row = lastMove.get(purchase.id) as unknown as { readonly day: Day };
      planNext(context, agenda, purchase, row.day);
    }
    return agenda;
  });
}

function planNext(context: SeedContext, agenda: Agenda<{ readonly id: number }>, { id, status }: Purchase, day: Day): void {
  const { answered, sent } = termsOf(context, id);
  if (status === "SENT") agenda.add(businessDaysAfter(day, answered), { id });
  if (status === "CONFIRMED") agenda.add(businessDaysAfter(day, sent), { id });
}

/** Moves a purchase order to its next state, with its history, and plans the day of the state after that. */
export function movePurchase(context: SeedContext, purchase: Purchase, status: PurchaseStatus, at: string, user: number): void {
  const agenda = purchaseAgenda(context);
  checkMove(PURCHASE, purchase.status, status);
  purchase.status = status;
  audit(context, "purchaseOrders", purchase.id, status, at, user);
  context.update("purchaseOrders", purchase.id, { status });
  planNext(context, agenda, purchase, at.slice(0, 10));
  if (status === "RECEIVED") openPurchases(context).delete(purchase.id);
}
