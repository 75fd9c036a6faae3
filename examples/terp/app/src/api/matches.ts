import type { DatabaseSync } from "node:sqlite";
import { change, query, queryOne } from "../database/query.ts";
import { matchScore } from "../matchmaking/score.ts";

/** Matches worth showing have at least this score. */
const SCORE_MIN = 50;
/** Suggestions are looked for among the newest needs, and for each among the cheapest offers of its strain. */
const NEEDS_MAX = 50;
const OFFERS_MAX = 20;
const MATCHES_MAX = 25;

interface PairRow {
  readonly need_id: number;
  readonly supply_id: number;
  readonly client: string;
  readonly vendor: string;
  readonly product: string;
  readonly need_product_id: number;
  readonly supply_product_id: number;
  readonly need_quantity: number;
  readonly supply_quantity: number;
  readonly price_cents: number;
  readonly price_cents_max: number;
  readonly accepted: number;
}

export interface Match {
  readonly needId: number;
  readonly supplyId: number;
  readonly client: string;
  readonly vendor: string;
  readonly product: string;
  readonly quantity: number;
  readonly priceCents: number;
  readonly score: number;
  readonly accepted: boolean;
}

const PAIRS = `
  select client_needs.id as need_id, vendor_supply.id as supply_id, clients.name as client, vendors.name as vendor, offered.name as product,
    client_needs.product_id as need_product_id, vendor_supply.product_id as supply_product_id, client_needs.quantity as need_quantity,
    vendor_supply.quantity as supply_quantity, vendor_supply.price_cents, price_cents_max,
    exists (select 1 from match_records where client_need_id = client_needs.id and vendor_supply_id = vendor_supply.id
      and match_records.status = 'ACCEPTED') as accepted
  from client_needs
  join products as wanted on wanted.id = client_needs.product_id
  join products as offered on offered.strain_id = wanted.strain_id
  join vendor_supply on vendor_supply.product_id = offered.id
  join clients on clients.id = client_needs.client_id
  join vendors on vendors.id = vendor_supply.vendor_id`;

/** The best pairs of needs and offers, best first. */
export function findMatches(database: DatabaseSync): readonly Match[] {
  const needs = query<{ id: number }>(database, `select id from client_needs order by id desc limit ${NEEDS_MAX}`);
  const statement = `${PAIRS} where client_needs.id = ? order by vendor_supply.price_cents, vendor_supply.id limit ${OFFERS_MAX}`;
  const prepared = database.prepare(statement);
  return needs
    .flatMap(({ id }) => (prepared.all(id) as unknown as readonly PairRow[]).map(matchOf))
    .filter((match) => match.score >= SCORE_MIN)
    .sort((a, b) => b.score - a.score || b.needId - a.needId || a.supplyId - b.supplyId)
    .slice(0, MATCHES_MAX);
}

/** Keeps a pair as accepted and returns its score; undefined when the two do not fit or one does not exist. */
export function acceptMatch(database: DatabaseSync, needId: number, supplyId: number): number | undefined {
  const pair = queryOne<PairRow>(database, `${PAIRS} where client_needs.id = ? and vendor_supply.id = ?`, needId, supplyId);
  const score = pair === undefined ? 0 : matchOf(pair).score;
  if (score < SCORE_MIN) return undefined;
  change(
    database,
    `insert into match_records (client_need_id, vendor_supply_id, score, status) values (?, ?, ?, 'ACCEPTED')
     on conflict (client_need_id, vendor_supply_id) do update set status = 'ACCEPTED', score = excluded.score`,
    ...[needId, supplyId, score],
  );
  return score;
}

function matchOf(pair: PairRow): Match {
  // Both products are of one strain by the join; which strain does not matter for the score.
  const strainId = 0;
  const score = matchScore(
    { productId: pair.need_product_id, strainId, quantity: pair.need_quantity, priceCentsMax: pair.price_cents_max },
    { productId: pair.supply_product_id, strainId, quantity: pair.supply_quantity, priceCents: pair.price_cents },
  );
  return {
    needId: pair.need_id,
    supplyId: pair.supply_id,
    client: pair.client,
    vendor: pair.vendor,
    product: pair.product,
    quantity: Math.min(pair.need_quantity, pair.supply_quantity),
    priceCents: pair.price_cents,
    score,
    accepted: pair.accepted === 1,
  };
}
