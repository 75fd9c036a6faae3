import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { change, query, queryOne } from "../database/query.ts";
import type { ApiEnv } from "./context.ts";
import { acceptMatch, findMatches } from "./matches.ts";
import { PAGE, PAGE_ROWS, readPage } from "./paging.ts";
import { body, CENTS, DAY, ID, QUANTITY, search } from "./validate.ts";

const NEED = z.object({ clientId: ID, productId: ID, quantity: QUANTITY, priceCentsMax: CENTS, neededBy: DAY });
const SUPPLY = z.object({ vendorId: ID, productId: ID, quantity: QUANTITY, priceCents: CENTS, availableOn: DAY });
const MATCH = z.object({ needId: ID, supplyId: ID });

export interface NeedRow {
  readonly id: number;
  readonly client_id: number;
  readonly client: string;
  readonly product: string;
  readonly quantity: number;
  readonly price_cents_max: number;
  readonly needed_by: string;
}

export interface SupplyRow {
  readonly id: number;
  readonly vendor: string;
  readonly product: string;
  readonly quantity: number;
  readonly price_cents: number;
  readonly available_on: string;
}

const NEED_ROWS = `select client_needs.id, client_id, clients.name as client, products.name as product, quantity, price_cents_max, needed_by
    from client_needs join clients on clients.id = client_id join products on products.id = product_id`;
const NEEDS = {
  rows: `${NEED_ROWS} order by client_needs.id desc`,
  count: "select count(*) as total from client_needs",
};
const OFFERS = {
  rows: `select vendor_supply.id, vendors.name as vendor, products.name as product, quantity, vendor_supply.price_cents, available_on
    from vendor_supply join vendors on vendors.id = vendor_id join products on products.id = product_id order by vendor_supply.id desc`,
  count: "select count(*) as total from vendor_supply",
};

/** What clients look for, what vendors offer, and the pairs that fit. Newest first. */
export function matchmakingApi(database: DatabaseSync) {
  const exists = (table: "clients" | "vendors" | "products", id: number) =>
    queryOne(database, `select 1 as found from ${table} where id = ?`, id) !== undefined;
  return new Hono<ApiEnv>()
    .get("/needs", search(z.object(PAGE)), (context) =>
      context.json(readPage<NeedRow>(database, NEEDS, context.req.valid("query").page), 200),
    )
    .post("/needs", body(NEED), (context) => {
      const need = context.req.valid("json");
      if (!exists("clients", need.clientId)) return context.json({ error: "clientId: expected a client that exists" }, 400);
      if (!exists("products", need.productId)) return context.json({ error: "productId: expected a product that exists" }, 400);
      const id = change(
        database,
        "insert into client_needs (client_id, product_id, quantity, price_cents_max, needed_by) values (?, ?, ?, ?, ?)",
        ...[need.clientId, need.productId, need.quantity, need.priceCentsMax, need.neededBy],
      );
      return context.json({ id }, 201);
    })
    .get("/supply", search(z.object(PAGE)), (context) =>
      context.json(readPage<SupplyRow>(database, OFFERS, context.req.valid("query").page), 200),
    )
    .post("/supply", body(SUPPLY), (context) => {
      const offer = context.req.valid("json");
      if (!exists("vendors", offer.vendorId)) return context.json({ error: "vendorId: expected a vendor that exists" }, 400);
      if (!exists("products", offer.productId)) return context.json({ error: "productId: expected a product that exists" }, 400);
      const id = change(
        database,
        "insert into vendor_supply (vendor_id, product_id, quantity, price_cents, available_on) values (?, ?, ?, ?, ?)",
        ...[offer.vendorId, offer.productId, offer.quantity, offer.priceCents, offer.availableOn],
      );
      return context.json({ id }, 201);
    })
    .get("/matches", (context) => context.json({ rows: findMatches(database) }, 200))
    .post("/matches", body(MATCH), (context) => {
      const { needId, supplyId } = context.req.valid("json");
      const score = acceptMatch(database, needId, supplyId);
      return score === undefined
        ? context.json({ error: "expected a need and an offer that fit together" }, 400)
        : context.json({ needId, supplyId, score }, 201);
    });
}

/** What one client looks for, newest first. */
export function readNeedsOf(database: DatabaseSync, clientId: number): readonly NeedRow[] {
  return query<NeedRow>(database, `${NEED_ROWS} where client_id = ? order by client_needs.id desc limit ${PAGE_ROWS}`, clientId);
}
