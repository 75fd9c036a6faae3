import { query } from "../../database/query.ts";
import { addDays, type Day } from "../../finance/dates.ts";
import { dueOn } from "../../finance/payment-terms.ts";
import { FIRST_DAY, LAST_DAY, sellableFrom } from "../business.ts";
import type { Generator, Row } from "../generator.ts";
import { booking } from "../ledger.ts";
import type { Random } from "../random.ts";

const CONSIGNED_INTAKE = 0.9;
const OPENING_CASH_CENTS = 2_000_000_000;
const OFFERS = 40;

/** Days before a product can be sold on which it was ordered and came in. */
const ORDERED_BEFORE_DAYS = 7;
const RECEIVED_BEFORE_DAYS = 2;

interface Demand {
  readonly product_id: number;
  readonly price_cents: number;
  readonly ordered: number;
  readonly shipped: number;
}

interface Sale {
  readonly order_id: number;
  readonly product_id: number;
  readonly ordered_on: Day;
  readonly quantity: number;
}

/** From purchase to payment. Each product that sells is bought once, in a quantity that covers what is sold. */
export const generator: Generator = {
  fills: [
    "purchaseOrders",
    "purchaseOrderItems",
    "lots",
    "batches",
    "inventoryMovements",
    "bills",
    "billLineItems",
    "vendorNotes",
    "vendor_supply",
  ],
  after: ["orders", "order_line_items", "vendors", "products", "locations", "accounts"],
  run({ database, insert, random }) {
    const vendors = query<{ id: number }>(database, "select id from vendors order by id");
    const purchases = readDemand(database).map((demand, index) => plan(demand, index + 1, random.pick(vendors).id, random));
    insert(
      "purchaseOrders",
      purchases.map(({ id, vendor_id, ordered_on, total_cents }) => ({ id, vendor_id, ordered_on, status: "RECEIVED", total_cents })),
    );
    insert(
      "purchaseOrderItems",
      purchases.map(({ id, product_id, quantity, cost_cents }) => ({ id, purchase_order_id: id, product_id, quantity, cost_cents })),
    );
    insert(
      "lots",
      purchases.map(({ id, received_on, consigned }) => ({
        id,
        purchase_order_id: id,
        code: `LOT-${id}`,
        received_on,
        consignment: consigned ? 1 : 0,
      })),
    );
    insert("batches", purchases.map(batchRow));
    insert(
      "bills",
      purchases.map(({ id, received_on, due_on, paid, total_cents }) => ({
        id,
        purchase_order_id: id,
        issued_on: received_on,
        due_on,
        status: paid ? "PAID" : "OPEN",
        total_cents,
      })),
    );
    insert(
      "billLineItems",
      purchases.map(({ id, total_cents }) => ({ bill_id: id, purchase_order_item_id: id, amount_cents: total_cents })),
    );
    insert(
      "vendorNotes",
      purchases
        .filter((one) => one.paid)
        .map(({ id, vendor_id, due_on }) => ({ vendor_id, written_on: due_on, text: `Bill ${id} paid in full.` })),
    );

    const byProduct = new Map(purchases.map((purchase) => [purchase.product_id, purchase]));
    const sales = readSales(database).flatMap((sale) => {
      const purchase = byProduct.get(sale.product_id);
      return purchase === undefined ? [] : [{ ...sale, purchase }];
    });
    insert("inventoryMovements", [
      ...purchases.map(({ id, quantity, received_on }) => ({ batch_id: id, kind: "RECEIPT", quantity, moved_on: received_on })),
      ...sales.map(({ purchase, quantity, ordered_on }) => ({
        batch_id: purchase.id,
        kind: "SALE",
        quantity: -quantity,
        moved_on: ordered_on,
      })),
    ]);
    insert("ledgerEntries", [
      ...booking(FIRST_DAY, "1000", "3000", OPENING_CASH_CENTS, "opening"),
      ...purchases.flatMap(({ id, received_on, total_cents }) => booking(received_on, "1200", "2000", total_cents, `bill:${id}`)),
      ...purchases
        .filter((one) => one.paid)
        .flatMap(({ id, due_on, total_cents }) => booking(due_on, "2000", "1000", total_cents, `bill-payment:${id}`)),
      ...sales.flatMap(({ order_id, purchase, quantity, ordered_on }) =>
        booking(ordered_on, "5000", "1200", quantity * purchase.cost_cents, `order:${order_id}`),
      ),
    ]);
    insert("vendor_supply", offers(purchases, random));
  },
};

type Purchase = ReturnType<typeof plan>;

function plan(demand: Demand, id: number, vendor_id: number, random: Random) {
  const day = sellableFrom(demand.product_id);
  const received_on = addDays(day, -RECEIVED_BEFORE_DAYS);
  const consigned = random.chance(CONSIGNED_INTAKE);
  const due_on = dueOn(received_on, consigned ? "CONSIGNMENT" : "NET_30");
  const spare = random.chance(0.3) ? 0 : random.between(1, Math.ceil(demand.ordered / 5) + 1);
  const quantity = demand.ordered + spare;
  // A margin of 25 %, more or less 10.
  const cost_cents = Math.round((demand.price_cents * (100 - random.between(15, 35))) / 100);
  return {
    id,
    vendor_id,
    product_id: demand.product_id,
    price_cents: demand.price_cents,
    ordered_on: addDays(day, -ORDERED_BEFORE_DAYS),
    received_on,
    due_on,
    paid: due_on <= LAST_DAY,
    consigned,
    quantity,
    left: quantity - demand.shipped,
    cost_cents,
    total_cents: quantity * cost_cents,
    status: random.pick(["LIVE", "LIVE", "LIVE", "LIVE", "ON_HOLD", "PHOTOGRAPHY_COMPLETE"]),
  };
}

function batchRow({ id, product_id, quantity, cost_cents, left, status }: Purchase): Row {
  return {
    id,
    lot_id: id,
    product_id,
    location_id: (id % 2) + 1,
    code: `BATCH-${id}`,
    quantity,
    cost_cents,
    status: left === 0 ? "SOLD_OUT" : status,
  };
}

/** What vendors offer next: more of what the house already sells. */
function offers(purchases: readonly Purchase[], random: Random): readonly Row[] {
  return Array.from({ length: OFFERS }, () => {
    const { vendor_id, product_id, cost_cents } = random.pick(purchases);
    return {
      vendor_id,
      product_id,
      quantity: random.between(5, 80),
      price_cents: cost_cents,
      available_on: addDays(LAST_DAY, random.between(1, 45)),
    };
  });
}

function readDemand(database: Parameters<typeof query>[0]): readonly Demand[] {
  return query<Demand>(
    database,
    `select product_id, products.price_cents, sum(quantity) as ordered,
            sum(iif(status in ('SHIPPED', 'DELIVERED', 'COMPLETED'), quantity, 0)) as shipped
     from order_line_items join orders on orders.id = order_id join products on products.id = product_id
     where status <> 'CANCELLED' group by product_id order by product_id`,
  );
}

function readSales(database: Parameters<typeof query>[0]): readonly Sale[] {
  return query<Sale>(
    database,
    `select order_id, product_id, ordered_on, quantity from order_line_items join orders on orders.id = order_id
     where status in ('SHIPPED', 'DELIVERED', 'COMPLETED') order by order_line_items.id`,
  );
}
