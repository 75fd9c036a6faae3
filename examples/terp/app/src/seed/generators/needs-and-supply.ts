import { query } from "../../database/query.ts";
import { addDays } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import type { Random } from "../random.ts";

const NEEDS = 24;
const OFFERS = 30;
const DAYS_AHEAD = 45;

/** What clients look for and what vendors offer in the weeks after the last day. */
export const generator: Generator = {
  fills: ["client_needs", "vendor_supply"],
  after: ["clients", "vendors", "products"],
  begin(context) {
    const { database, insert, random, lastDay } = context;
    const [clients, vendors] = [idsOf(database, "clients"), idsOf(database, "vendors")];
    const products = query<{ id: number; price_cents: number }>(database, "select id, price_cents from products order by id");
    const soon = () => addDays(lastDay, random.between(1, DAYS_AHEAD));
    for (let left = NEEDS; left > 0; left--) {
      const product = random.pick(products);
      const price_cents_max = percentOf(product.price_cents, random, 85, 105);
      insert("client_needs", {
        client_id: random.pick(clients),
        product_id: product.id,
        quantity: random.between(2, 40),
        price_cents_max,
        needed_by: soon(),
      });
    }
    for (let left = OFFERS; left > 0; left--) {
      const product = random.pick(products);
      const price_cents = percentOf(product.price_cents, random, 65, 85);
      insert("vendor_supply", {
        vendor_id: random.pick(vendors),
        product_id: product.id,
        quantity: random.between(5, 80),
        price_cents,
        available_on: soon(),
      });
    }
  },
};

function idsOf(database: SeedContext["database"], table: string): readonly number[] {
  return query<{ id: number }>(database, `select id from ${table} order by id`).map((row) => row.id);
}

function percentOf(cents: number, random: Random, from: number, to: number): number {
  return Math.round((cents * random.between(from, to)) / 100);
}
