import type { Day } from "../../finance/dates.ts";
import { matchScore } from "../../matchmaking/score.ts";
import { addDays } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { prepared } from "../memory.ts";
import { productsOf } from "../products.ts";
import type { Random } from "../random.ts";
import { countToday } from "../volumes.ts";
import { BUYERS } from "./people.ts";

const [NEEDS, OFFERS] = [220, 260];
const VENDORS = 8;
const AHEAD_MIN = 5;
const AHEAD_MAX = 60;

/** Only the last offers are looked at. */
const OFFERS_COMPARED = 200;
const SCORE_MIN = 60;

/** What clients look for, what vendors offer, and which of them fit. */
export const generator: Generator = {
  fills: ["client_needs", "vendor_supply", "match_records"],
  after: ["clients", "vendors", "products"],
  day(context, day) {
    const first = day === context.firstDay ? 1 : 0;
    for (let left = countToday(context, OFFERS) + first; left > 0; left--) offer(context, day);
    for (let left = countToday(context, NEEDS) + first; left > 0; left--) need(context, day);
  },
};

function offer(context: SeedContext, day: Day): void {
  const { insert, random } = context;
  const product = random.pick(productsOf(context));
  insert("vendor_supply", {
    vendor_id: random.between(1, VENDORS),
    product_id: product.id,
    quantity: random.between(5, 80),
    price_cents: percentOf(product.price_cents, random, 65, 85),
    available_on: addDays(day, random.between(AHEAD_MIN, AHEAD_MAX)),
  });
}

interface Offer {
  readonly id: number;
  readonly productId: number;
  readonly strainId: number;
  readonly quantity: number;
  readonly priceCents: number;
}

/** A client often looks for what a vendor has just offered. What was offered of the same strain is compared. */
function need(context: SeedContext, day: Day): void {
  const { insert, random } = context;
  const newest = context.lastId("vendor_supply");
  const wanted = prepared(context, "select product_id, price_cents from vendor_supply where id = ?").get(
    random.between(Math.max(1, newest - OFFERS_COMPARED + 1), newest),
  ) as unknown as { readonly product_id: number; readonly price_cents: number };
  const productId = wanted.product_id;
  const strainId = productsOf(context)[productId - 1]?.strain_id ?? 0;
  const priceCentsMax = percentOf(wanted.price_cents, random, 95, 130);
  const quantity = random.between(2, 40);
  const client_need_id = insert("client_needs", {
    client_id: random.between(1, BUYERS),
    product_id: productId,
    quantity,
    price_cents_max: priceCentsMax,
    needed_by: addDays(day, random.between(AHEAD_MIN, AHEAD_MAX)),
  });
  const offers = prepared(
    context,
    `select vendor_supply.id, product_id as productId, strain_id as strainId, quantity, vendor_supply.price_cents as priceCents
     from vendor_supply join products on products.id = product_id where vendor_supply.id > ? and strain_id = ? order by vendor_supply.id`,
  ).all(newest - OFFERS_COMPARED, strainId) as unknown as readonly Offer[];
  for (const offered of offers) {
    const score = matchScore({ productId, strainId, quantity, priceCentsMax }, offered);
    if (score < SCORE_MIN) continue;
    const status = offered.productId === productId ? random.pick(["SUGGESTED", "ACCEPTED", "DISMISSED"]) : "SUGGESTED";
    insert("match_records", { client_need_id, vendor_supply_id: offered.id, score, status });
  }
}

function percentOf(cents: number, random: Random, from: number, to: number): number {
  return Math.round((cents * random.between(from, to)) / 100);
}
