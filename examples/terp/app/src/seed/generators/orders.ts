import { query } from "../../database/query.ts";
import { type Day, daysBetween } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";

/** On so many business days an order comes in, which makes about 300 in 22 months. */
const DAYS_WITH_ORDER = 0.62;

/** An order has the last status whose age in days it has reached. */
const STATUS_AGES = [
  ["PENDING", 0],
  ["CONFIRMED", 1],
  ["PROCESSING", 2],
  ["SHIPPED", 3],
  ["DELIVERED", 5],
  ["COMPLETED", 8],
] as const;

/** Some orders to look at. */
export const generator: Generator = {
  fills: ["orders", "order_line_items"],
  after: ["users", "clients", "products"],
  day(context, day) {
    const { random, scale } = context;
    if (random.chance(Math.min(1, DAYS_WITH_ORDER * scale))) addOrder(context, day);
  },
};

function addOrder({ database, insert, random, lastDay }: SeedContext, day: Day): void {
  const clients = query<{ id: number; terms: string }>(database, "select id, terms from clients order by id");
  const products = query<{ id: number; price_cents: number }>(database, "select id, price_cents from products order by id");
  const [last] = query<{ id: number }>(database, "select coalesce(max(id), 0) as id from orders");
  const order_id = (last?.id ?? 0) + 1;
  const lines = Array.from({ length: random.between(1, 5) }, () => {
    const product = random.pick(products);
    return { order_id, product_id: product.id, quantity: random.between(1, 10), price_cents: product.price_cents };
  });
  const client = random.pick(clients);
  const age = daysBetween(day, lastDay);
  insert("orders", {
    id: order_id,
    client_id: client.id,
    ordered_on: day,
    status: STATUS_AGES.findLast(([, from]) => from <= age)?.[0] ?? "PENDING",
    terms: client.terms,
    total_cents: lines.reduce((sum, line) => sum + line.quantity * line.price_cents, 0),
    taken_by: 2,
  });
  insert("order_line_items", lines);
}
