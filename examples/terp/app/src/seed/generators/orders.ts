import { query } from "../../database/query.ts";
import { addDays } from "../../finance/dates.ts";
import type { Generator, Row } from "../generator.ts";

const ORDERS = 40;

/** Some orders to look at. */
export const generator: Generator = {
  fills: ["orders", "order_line_items"],
  after: ["clients", "products"],
  run({ database, insert, random, scale }) {
    const clients = query<{ id: number }>(database, "select id from clients order by id");
    const products = query<{ id: number; price_cents: number }>(database, "select id, price_cents from products order by id");
    const orders: Row[] = [];
    const lines: Row[] = [];
    for (let id = 1; id <= Math.max(1, Math.round(ORDERS * scale)); id++) {
      let total = 0;
      for (let count = random.between(1, 5); count > 0; count--) {
        const product = random.pick(products);
        const quantity = random.between(1, 10);
        total += quantity * product.price_cents;
        lines.push({ id: lines.length + 1, order_id: id, product_id: product.id, quantity, price_cents: product.price_cents });
      }
      const ordered_on = addDays("2024-01-01", random.between(0, 60));
      orders.push({ id, client_id: random.pick(clients).id, ordered_on, status: "CONFIRMED", terms: "NET_30", total_cents: total });
    }
    insert("orders", orders);
    insert("order_line_items", lines);
  },
};
