import { query } from "../../database/query.ts";
import { addDays, type Day, daysBetween } from "../../finance/dates.ts";
import type { PaymentTerms } from "../../finance/payment-terms.ts";
import { LAST_DAY, SALES_DAYS, SALES_START, STOCKED_PRODUCTS, scaled, sellableFrom } from "../business.ts";
import type { Generator, Row } from "../generator.ts";
import type { Random } from "../random.ts";

const ORDERS = 4400;
const LINES_MAX = 5;
const WHALE_ORDERS = 0.38;
const CANCELLED = 0.02;

/** An order has the last status whose age in days it has reached. */
export const STATUS_AGES = [
  ["PENDING", 0],
  ["CONFIRMED", 1],
  ["PROCESSING", 2],
  ["SHIPPED", 3],
  ["DELIVERED", 5],
  ["COMPLETED", 8],
] as const;

interface Product {
  readonly id: number;
  readonly price_cents: number;
}

/** 22 months of orders, evenly over time. Whales order more often, and much more at once. */
export const generator: Generator = {
  fills: ["orders", "order_line_items"],
  after: ["clients", "products"],
  run({ database, insert, random, scale }) {
    const buyers = (tier: string) => query<{ id: number }>(database, "select id from clients where tier = ? order by id", tier);
    const [whales, regular] = [buyers("WHALE"), buyers("REGULAR")];
    const products = query<Product>(database, "select id, price_cents from products where id <= ? order by id", STOCKED_PRODUCTS);
    const count = scaled(ORDERS, scale);
    const orders: Row[] = [];
    const lines: Row[] = [];
    for (let id = 1; id <= count; id++) {
      const ordered_on = addDays(SALES_START, Math.floor((id * SALES_DAYS) / count));
      const whale = random.chance(WHALE_ORDERS);
      const sellable = products.filter((product) => sellableFrom(product.id) <= ordered_on);
      let total_cents = 0;
      for (let left = random.between(1, LINES_MAX); left > 0; left--) {
        const product = random.pick(sellable);
        const quantity = whale ? random.between(2, 7) : random.chance(0.25) ? 2 : 1;
        total_cents += quantity * product.price_cents;
        lines.push({ id: lines.length + 1, order_id: id, product_id: product.id, quantity, price_cents: product.price_cents });
      }
      const client_id = random.pick(whale ? whales : regular).id;
      orders.push({ id, client_id, ordered_on, status: statusOf(ordered_on, random), terms: termsOf(random), total_cents });
    }
    insert("orders", orders);
    insert("order_line_items", lines);
  },
};

function statusOf(day: Day, random: Random): string {
  const age = daysBetween(day, LAST_DAY);
  if (age > 1 && random.chance(CANCELLED)) return "CANCELLED";
  return STATUS_AGES.findLast(([, from]) => from <= age)?.[0] ?? "PENDING";
}

/** Half of the sales are on consignment. */
function termsOf(random: Random): PaymentTerms {
  const draw = random.between(1, 10);
  return draw <= 5 ? "CONSIGNMENT" : draw <= 8 ? "NET_30" : draw === 9 ? "NET_15" : "COD";
}
