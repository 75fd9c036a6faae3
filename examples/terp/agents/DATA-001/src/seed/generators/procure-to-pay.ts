import type { Day } from "../../finance/dates.ts";
import { audit } from "../audit.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { billAgenda, payBills } from "../pay-bills.ts";
import { productsOf } from "../products.ts";
import { movePurchase, openPurchases, type Purchase, type PurchaseItem, purchaseAgenda } from "../purchases.ts";
import type { Random } from "../random.ts";
import { receiveGoods } from "../receive-goods.ts";
import { PURCHASING, WAREHOUSE } from "../staff.ts";
import { freeOf, stockOf } from "../stock.ts";
import { demandPerDay } from "../volumes.ts";
import { PRODUCTS } from "./catalog.ts";

const VENDORS = 8;

/** What lies here or is on its way lasts for so many business days. */
const COVERED_DAYS = 33;

/** Pounds in a lot; smaller businesses buy smaller lots, larger ones buy more of them. */
const LOT_POUNDS_MIN = 170;
const LOT_POUNDS_MAX = 250;
const TWO_LOTS = 0.11;

const MIX = 20;
const STRIDE = 7;

/** What is left for the house, in percent of the list price. */
const MARGIN_MIN = 18;
const MARGIN_MAX = 33;

/** From purchase to payment: orders, intake, lots and batches, bills and what is paid for them. Buys when the stock would run low. */
export const generator: Generator = {
  fills: [
    "purchaseOrders",
    "purchaseOrderItems",
    "auditLogs",
    "intake_sessions",
    "lots",
    "batches",
    "intake_session_batches",
    "cogsHistory",
    "bills",
    "billLineItems",
    "vendorNotes",
    "transactions",
    "ledgerEntries",
    "transactionLinks",
  ],
  after: ["fiscalPeriods", "batch_status_history", "vendors", "products", "locations", "cogs_rules"],
  recall(context) {
    purchaseAgenda(context);
    billAgenda(context);
  },
  day(context, day) {
    payBills(context, day);
    for (const { id } of purchaseAgenda(context).take(day)) {
      const purchase = openPurchases(context).get(id);
      if (purchase !== undefined) goOn(context, purchase, day);
    }
    buy(context, day);
  },
};

function goOn(context: SeedContext, purchase: Purchase, day: Day): void {
  const buyer = PURCHASING[0] ?? 1;
  if (purchase.status === "SENT") {
    movePurchase(context, purchase, "CONFIRMED", `${day}T10:30`, buyer);
    return;
  }
  const receiver = WAREHOUSE[purchase.id % WAREHOUSE.length] ?? 1;
  movePurchase(context, purchase, "RECEIVING", `${day}T11:00`, receiver);
  receiveGoods(context, purchase, day, receiver);
  movePurchase(context, purchase, "RECEIVED", `${day}T12:30`, receiver);
}

function buy(context: SeedContext, day: Day): void {
  const wanted = COVERED_DAYS * demandPerDay(context);
  let covered = 0;
  for (const batch of stockOf(context).batches.values()) covered += freeOf(batch) * batch.price_cents;
  for (const purchase of openPurchases(context).values()) covered += worth(purchase.items);
  while (covered < wanted) covered += worth(order(context, day).items);
}

function worth(items: readonly PurchaseItem[]): number {
  return items.reduce((sum, { quantity, price_cents }) => sum + quantity * price_cents, 0);
}

/** Goes around the catalog, whose mix of grades and categories repeats after so many products: what is bought has the same mix. */
function nextProduct(item: number, random: Random): number {
  return ((item * STRIDE) % MIX) + MIX * random.between(0, PRODUCTS / MIX - 1) + 1;
}

function order(context: SeedContext, day: Day): Purchase {
  const { random, insert, scale } = context;
  const vendor_id = random.between(1, VENDORS);
  const id = context.lastId("purchaseOrders") + 1;
  const firstItem = context.lastId("purchaseOrderItems") + 1;
  const items = Array.from({ length: random.chance(TWO_LOTS) ? 2 : 1 }, (_, index): PurchaseItem => {
    const product_id = nextProduct(firstItem + index, random);
    const price_cents = productsOf(context)[product_id - 1]?.price_cents ?? 0;
    const cost_cents = Math.round((price_cents * (100 - random.between(MARGIN_MIN, MARGIN_MAX))) / 100);
    const quantity = Math.max(2, Math.round(random.between(LOT_POUNDS_MIN, LOT_POUNDS_MAX) * Math.min(1, scale)));
    return { id: firstItem + index, product_id, quantity, cost_cents, price_cents };
  });
  const total_cents = items.reduce((sum, { quantity, cost_cents }) => sum + quantity * cost_cents, 0);
  const buyer_id = PURCHASING[0] ?? 1;
  insert("purchaseOrders", { id, vendor_id, ordered_on: day, status: "DRAFT", total_cents, buyer_id });
  for (const { id: item, product_id, quantity, cost_cents } of items)
    insert("purchaseOrderItems", { id: item, purchase_order_id: id, product_id, quantity, cost_cents });
  const purchase: Purchase = { id, vendor_id, items, status: "DRAFT" };
  openPurchases(context).set(id, purchase);
  audit(context, "purchaseOrders", id, "DRAFT", `${day}T09:00`, buyer_id);
  movePurchase(context, purchase, "SENT", `${day}T14:00`, buyer_id);
  return purchase;
}
