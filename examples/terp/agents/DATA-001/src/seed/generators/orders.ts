import type { Day } from "../../finance/dates.ts";
import type { PaymentTerms } from "../../finance/payment-terms.ts";
import { followOrders } from "../follow-orders.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { invoiceAgenda } from "../invoice-life.ts";
import { consignedAgenda, issueInvoice } from "../invoices.ts";
import { beginOrder, type Order, type OrderLine, orderAgenda } from "../order-book.ts";
import { priceOf } from "../prices.ts";
import { productsOf } from "../products.ts";
import type { Random } from "../random.ts";
import { SALES } from "../staff.ts";
import { type Batch, changeStock, freeOf, pickBatch, saveStock, stockOf } from "../stock.ts";
import { countToday } from "../volumes.ts";
import { BUYERS, WHALES } from "./people.ts";

const ORDERS = 4480;
const LINES_MAX = 5;

/** Whales order more often than their number says, and more at once: so 10 of 60 clients bring 70 % of the revenue. */
const WHALE_ORDERS = 0.38;

/** Orders come in between ten and three. */
const FIRST_MINUTE = 10 * 60;
const MINUTES = 5 * 60;

/** Orders and their way to the client. Only what lies in the house can be ordered, and it is promised to one order only. */
export const generator: Generator = {
  fills: ["orders", "order_line_items", "order_status_history", "order_audit_log", "sales", "client_activity"],
  after: ["fiscalPeriods", "batches", "batch_status_history", "clients", "products", "pricing_rules"],
  recall(context) {
    orderAgenda(context);
    consignedAgenda(context);
    invoiceAgenda(context);
  },
  day(context, day) {
    followOrders(context, day);
    const count = countToday(context, ORDERS);
    for (let number = 0; number < count; number++) takeOrder(context, day, FIRST_MINUTE + Math.floor((number * MINUTES) / count));
    saveStock(context, stockOf(context));
  },
};

interface Wanted {
  readonly batch: Batch;
  readonly quantity: number;
}

function takeOrder(context: SeedContext, day: Day, minute: number): void {
  const { random, insert } = context;
  const whale = random.chance(WHALE_ORDERS);
  const client_id = whale ? random.between(1, WHALES) : random.between(WHALES + 1, BUYERS);
  const wanted = chooseGoods(context, whale);
  if (wanted.length === 0) return;
  const id = context.lastId("orders") + 1;
  const rows = wanted.map(({ batch, quantity }) => {
    const product = productsOf(context)[batch.product_id - 1];
    if (product === undefined) throw new Error(`expected product ${batch.product_id} of batch ${batch.id} in the catalog, got none`);
    const { price_cents, pricing_rule_id } = priceOf(context, client_id, product, quantity);
    const { product_id, cost_cents } = batch;
    return {
      order_id: id,
      product_id,
      quantity,
      price_cents,
      list_price_cents: product.price_cents,
      pricing_rule_id,
      batch_id: batch.id,
      cost_cents,
    };
  });
  const total_cents = rows.reduce((sum, { quantity, price_cents }) => sum + quantity * price_cents, 0);
  const terms = termsOf(random);
  const taken_by = SALES[id % SALES.length] ?? 1;
  insert("orders", { id, client_id, ordered_on: day, status: "PENDING", terms, total_cents, taken_by });
  const firstLine = context.lastId("order_line_items") + 1;
  insert("order_line_items", rows);
  const at = `${day}T${clock(minute)}`;
  insert("order_audit_log", { order_id: id, user_id: taken_by, action: "CREATED", happened_at: at });
  insert("client_activity", { client_id, happened_on: day, kind: "ORDER", summary: `Order ${id}` });
  const lines = rows.map(({ batch_id, quantity, price_cents, cost_cents }, index): OrderLine => {
    return { id: firstLine + index, batch_id, quantity, price_cents, cost_cents };
  });
  const order: Order = { id, client_id, terms, total_cents, ordered_on: day, lines, status: "PENDING" };
  beginOrder(context, order, at);
  if (terms === "COD") issueInvoice(context, order, day);
}

/** Up to five different batches, and a few pounds of each. What is chosen is promised at once. */
function chooseGoods(context: SeedContext, whale: boolean): readonly Wanted[] {
  const { random } = context;
  const stock = stockOf(context);
  const taken = new Set<number>();
  const wanted: Wanted[] = [];
  for (let left = random.between(1, LINES_MAX); left > 0; left--) {
    const batch = pickBatch(stock, random, taken);
    const pounds = whale ? random.between(2, 7) : random.chance(0.25) ? 2 : 1;
    if (batch === undefined) continue;
    const quantity = Math.min(pounds, freeOf(batch));
    changeStock(stock, batch, 0, quantity);
    taken.add(batch.id);
    wanted.push({ batch, quantity });
  }
  return wanted;
}

/** Half of the sales are on consignment. */
function termsOf(random: Random): PaymentTerms {
  const draw = random.between(1, 10);
  return draw <= 5 ? "CONSIGNMENT" : draw <= 8 ? "NET_30" : draw === 9 ? "NET_15" : "COD";
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
