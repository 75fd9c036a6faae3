import type { Day } from "../finance/dates.ts";
import { dueOn } from "../finance/payment-terms.ts";
import { beginBatch } from "./batch-life.ts";
import { addDays } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import { book } from "./ledger.ts";
import { planBill } from "./pay-bills.ts";
import { productsOf } from "./products.ts";
import { type Purchase, type PurchaseItem, termsOf } from "./purchases.ts";
import { PURCHASING } from "./staff.ts";

const INTAKE_ROOM = 3;
const CATEGORIES = ["FLOWER", "EXTRACT", "EDIBLE"];

/** A delivery comes in: one intake session, for each item a lot and its batch, the bill, and the books. */
export function receiveGoods(context: SeedContext, purchase: Purchase, day: Day, receiver: number): void {
  const { insert } = context;
  const session = { purchase_order_id: purchase.id, received_by: receiver, started_at: `${day}T11:00`, finished_at: `${day}T12:00` };
  const intake_session_id = insert("intake_sessions", { ...session, status: "FINISHED" });
  const { consigned } = termsOf(context, purchase.id);
  const bill_id = context.lastId("bills") + 1;
  let total_cents = 0;
  const lines: { readonly item: PurchaseItem; readonly cents: number }[] = [];
  for (const item of purchase.items) {
    const number = context.lastId("lots") + 1;
    const lot_id = insert("lots", {
      purchase_order_id: purchase.id,
      code: `LOT-${number}`,
      received_on: day,
      consignment: consigned ? 1 : 0,
    });
    const batch_id = makeBatch(context, item, lot_id, day);
    insert("intake_session_batches", { intake_session_id, batch_id, counted: item.quantity });
    const cents = item.quantity * item.cost_cents;
    total_cents += cents;
    lines.push({ item, cents });
  }
  const { vendor_id } = purchase;
  const transaction_id = book(context, day, {
    kind: "BILL",
    debit: "INVENTORY",
    credit: "PAYABLES",
    cents: total_cents,
    source: `bill:${bill_id}`,
    vendor_id,
  });
  const due_on = consigned ? dueOn(day, "CONSIGNMENT") : addDays(day, 30);
  insert("bills", { id: bill_id, purchase_order_id: purchase.id, issued_on: day, due_on, status: "OPEN", total_cents, transaction_id });
  for (const { item, cents } of lines) insert("billLineItems", { bill_id, purchase_order_item_id: item.id, amount_cents: cents });
  planBill(context, { id: bill_id, vendor_id, total_cents, transaction_id }, due_on);
  insert("vendorNotes", { vendor_id, written_on: day, text: `Order ${purchase.id} came in complete, noted by ${PURCHASING[0]}.` });
}

/** One batch of what came in, waiting in the intake room. */
function makeBatch(context: SeedContext, item: PurchaseItem, lot_id: number, day: Day): number {
  const { insert } = context;
  const { product_id, quantity, cost_cents, price_cents } = item;
  const id = context.lastId("batches") + 1;
  const status = "AWAITING_INTAKE";
  insert("batches", { id, lot_id, product_id, location_id: INTAKE_ROOM, code: `B-${id}`, quantity, on_hand: quantity, cost_cents, status });
  insert("batchLocations", { batch_id: id, location_id: INTAKE_ROOM, moved_on: day });
  insert("inventoryMovements", { batch_id: id, kind: "RECEIPT", quantity, moved_at: `${day}T11:30` });
  const cogs_rule_id = CATEGORIES.indexOf(productsOf(context)[product_id - 1]?.category ?? "") + 1;
  insert("cogsHistory", { batch_id: id, cogs_rule_id, cost_cents, valid_on: day });
  beginBatch(
    context,
    { id, product_id, price_cents, cost_cents, on_hand: quantity, reserved: 0, status, passed: 1, held: false },
    `${day}T11:20`,
  );
  return id;
}
