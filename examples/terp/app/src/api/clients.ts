import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { query, queryOne } from "../database/query.ts";
import type { ApiEnv } from "./context.ts";
import { readNeedsOf } from "./matchmaking.ts";
import { likeAnywhere, PAGE, readPage } from "./paging.ts";
import { idParameter, search } from "./validate.ts";

const SEARCH = z.object({ ...PAGE, search: z.string().trim().max(100).default("") });
const NEWEST_MAX = 10;

export interface ClientRow {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly terms: string;
}

/** Who buys, with what they bought. */
export function clientsApi(database: DatabaseSync) {
  return new Hono<ApiEnv>()
    .get("/clients", search(SEARCH), (context) => {
      const { search: text, page } = context.req.valid("query");
      const where = "where name like ? escape '\\'";
      const rows = `select id, name, tier, terms from clients ${where} order by name`;
      const count = `select count(*) as total from clients ${where}`;
      return context.json(readPage<ClientRow>(database, { rows, count, parameters: [likeAnywhere(text)] }, page), 200);
    })
    .get("/clients/:id", idParameter, (context) => {
      const client = readClient(database, context.req.valid("param").id);
      return client === undefined ? context.json({ error: "expected a client that exists, got none" }, 404) : context.json(client, 200);
    });
}

function readClient(database: DatabaseSync, id: number) {
  const client = queryOne<ClientRow & { since: string }>(database, "select id, name, tier, terms, since from clients where id = ?", id);
  if (client === undefined) return undefined;
  const totals = queryOne<{ orders: number; total_cents: number }>(
    database,
    "select count(*) as orders, coalesce(sum(total_cents), 0) as total_cents from orders where client_id = ? and status <> 'CANCELLED'",
    id,
  );
  const owed = queryOne<{ owed_cents: number }>(
    database,
    "select coalesce(sum(amount_cents), 0) as owed_cents from client_transactions where client_id = ?",
    id,
  );
  const orders = query<{ id: number; ordered_on: string; status: string; total_cents: number }>(
    database,
    `select id, ordered_on, status, total_cents from orders where client_id = ? order by id desc limit ${NEWEST_MAX}`,
    id,
  );
  const activity = query<{ id: number; happened_on: string; kind: string; summary: string }>(
    database,
    `select id, happened_on, kind, summary from client_activity where client_id = ? order by happened_on desc, id desc limit ${NEWEST_MAX}`,
    id,
  );
  const needs = readNeedsOf(database, id);
  return {
    ...client,
    orders: totals?.orders ?? 0,
    total_cents: totals?.total_cents ?? 0,
    owed_cents: owed?.owed_cents ?? 0,
    newest_orders: orders,
    activity,
    needs,
  };
}
