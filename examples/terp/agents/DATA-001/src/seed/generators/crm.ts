import { query } from "../../database/query.ts";
import { addDays } from "../../finance/dates.ts";
import { matchScore } from "../../matchmaking/score.ts";
import { LAST_DAY, scaled } from "../business.ts";
import type { Generator, Row, SeedContext } from "../generator.ts";

const NEEDS = 60;
const CALLS = 200;
const SCORE_MIN = 60;

/** Of the many orders and payments, one in so many is worth a line in the client's story. */
const NOTED_EVERY = 8;

/** What clients look for, which offers fit, and what happened with each client. */
export const generator: Generator = {
  fills: ["client_needs", "match_records", "client_activity"],
  after: ["clients", "vendor_supply", "orders", "payments", "calendar_events"],
  run(context) {
    needsAndMatches(context);
    context.insert("client_activity", [...noted(context), ...calls(context)]);
  },
};

function needsAndMatches({ database, insert, random, scale }: SeedContext): void {
  const clients = query<{ id: number }>(database, "select id from clients where tier <> 'VENDOR' order by id");
  const supplies = query<{ id: number; productId: number; strainId: number; quantity: number; priceCents: number }>(
    database,
    `select vendor_supply.id, product_id as productId, strain_id as strainId, quantity, vendor_supply.price_cents as priceCents
     from vendor_supply join products on products.id = product_id order by vendor_supply.id`,
  );
  const needs = Array.from({ length: scaled(NEEDS, scale) }, (_, index) => {
    const { productId, strainId, priceCents } = random.pick(supplies);
    const priceCentsMax = Math.round((priceCents * random.between(95, 130)) / 100);
    return { id: index + 1, productId, strainId, quantity: random.between(2, 40), priceCentsMax };
  });
  insert(
    "client_needs",
    needs.map((need) => ({
      id: need.id,
      client_id: random.pick(clients).id,
      product_id: need.productId,
      quantity: need.quantity,
      price_cents_max: need.priceCentsMax,
      needed_by: addDays(LAST_DAY, random.between(5, 60)),
    })),
  );
  insert(
    "match_records",
    needs
      .flatMap((need) =>
        supplies.map((supply) => ({ client_need_id: need.id, vendor_supply_id: supply.id, score: matchScore(need, supply) })),
      )
      .filter((match) => match.score >= SCORE_MIN)
      .map((match) => ({ ...match, status: random.pick(["SUGGESTED", "SUGGESTED", "ACCEPTED", "DISMISSED"]) })),
  );
}

/** Orders, payments and meetings as the client's story tells them. */
function noted({ database }: SeedContext): readonly Row[] {
  return query<{ client_id: number; happened_on: string; kind: string; summary: string }>(
    database,
    `select client_id, ordered_on as happened_on, 'ORDER' as kind, 'Order ' || id as summary from orders where id % ${NOTED_EVERY} = 0
     union all
     select client_id, paid_on, 'PAYMENT', 'Paid invoice ' || invoices.id from payments
       join invoices on invoices.id = invoice_id join orders on orders.id = order_id where payments.id % ${NOTED_EVERY} = 0
     union all
     select client_id, substr(starts_at, 1, 10), 'MEETING', title from calendar_events where client_id is not null and status = 'COMPLETED'
     order by happened_on, kind, summary`,
  );
}

function calls({ database, random, scale }: SeedContext): readonly Row[] {
  const clients = query<{ id: number }>(database, "select id from clients order by id");
  return Array.from({ length: scaled(CALLS, scale) }, () => ({
    client_id: random.pick(clients).id,
    happened_on: addDays(LAST_DAY, -random.between(0, 600)),
    kind: random.pick(["CALL", "NOTE"]),
    summary: random.pick(["Asked for new strains", "Confirmed the next delivery", "Wants better terms", "Happy with the last lot"]),
  }));
}
