import { query } from "../../database/query.ts";
import { addDays, type Day } from "../../finance/dates.ts";
import { matchScore } from "../../matchmaking/score.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { productsOf } from "../products.ts";
import type { Random } from "../random.ts";
import { countToday } from "../volumes.ts";
import { BUYERS } from "./people.ts";

const [NEEDS, OFFERS] = [220, 260];
const VENDORS = 8;
const AHEAD_MIN = 5;
const AHEAD_MAX = 60;

/** Of the last offers those are compared with a new need that are about the same strain. */
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

/** A client often looks for what a vendor has just offered. */
function need(context: SeedContext, day: Day): void {
  const { database, insert, random } = context;
  const offers = query<Offer>(
    database,
    `select vendor_supply.id, product_id as productId, strain_id as strainId, quantity, vendor_supply.price_cents as priceCents
     from vendor_supply join products on products.id = product_id where vendor_supply.id > ? order by vendor_supply.id`,
    context.lastId("vendor_supply") - OFFERS_COMPARED,
  );
  const { productId, strainId, priceCents } = random.pick(offers);
  const priceCentsMax = percentOf(priceCents, random, 95, 130);
  const quantity = random.between(2, 40);
  const client_need_id = insert("client_needs", {
    client_id: random.between(1, BUYERS),
    product_id: productId,
    quantity,
    price_cents_max: priceCentsMax,
    needed_by: addDays(day, random.between(AHEAD_MIN, AHEAD_MAX)),
  });
  for (const offered of offers) {
    if (offered.strainId !== strainId) continue;
    const score = matchScore({ productId, strainId, quantity, priceCentsMax }, offered);
    if (score < SCORE_MIN) continue;
    const status = offered.productId === productId ? random.pick(["SUGGESTED", "ACCEPTED", "DISMISSED"]) : "SUGGESTED";
    insert("match_records", { client_need_id, vendor_supply_id: offered.id, score, status });
  }
}

function percentOf(cents: number, random: Random, from: number, to: number): number {
  return Math.round((cents * random.between(from, to)) / 100);
}
