import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { query, queryOne } from "../database/query.ts";
import { ORDER_STATUSES } from "../finance/statuses.ts";
import type { ApiEnv } from "./context.ts";
import { PAGE, readPage } from "./paging.ts";
import { idParameter, search } from "./validate.ts";

const SEARCH = z.object({ ...PAGE, status: z.enum(ORDER_STATUSES).optional() });

interface OrderRow {
  readonly id: number;
  readonly client_id: number;
  readonly client: string;
  readonly ordered_on: string;
  readonly status: string;
  readonly total_cents: number;
}

const ORDERS = `select orders.id, orders.client_id, clients.name as client, ordered_on, status, total_cents
  from orders join clients on clients.id = orders.client_id`;

/** What clients ordered, newest first. */
export function ordersApi(database: DatabaseSync) {
  return new Hono<ApiEnv>()
    .get("/orders", search(SEARCH), (context) => {
      const { page, status } = context.req.valid("query");
      const where = status === undefined ? "" : "where orders.status = ?";
      const rows = `${ORDERS} ${where} order by orders.id desc`;
      const count = `select count(*) as total from orders ${where}`;
      const parameters = status === undefined ? [] : [status];
      return context.json(readPage<OrderRow>(database, { rows, count, parameters }, page), 200);
    })
    .get("/orders/:id", idParameter, (context) => {
      const order = readOrder(database, context.req.valid("param").id);
      return order === undefined ? context.json({ error: "expected an order that exists, got none" }, 404) : context.json(order, 200);
    });
}

function readOrder(database: DatabaseSync, id: number) {
  const order = queryOne<OrderRow & { terms: string; taken_by: string | null }>(
    database,
    `select orders.id, orders.client_id, clients.name as client, ordered_on, status, total_cents, orders.terms, users.name as taken_by
     from orders join clients on clients.id = orders.client_id left join users on users.id = orders.taken_by where orders.id = ?`,
    id,
  );
  if (order === undefined) return undefined;
  const lines = query<{ id: number; product: string; quantity: number; price_cents: number }>(
    database,
    `select order_line_items.id, products.name as product, quantity, order_line_items.price_cents
     from order_line_items join products on products.id = product_id where order_id = ? order by order_line_items.id`,
    id,
  );
  const history = query<{ id: number; status: string; changed_at: string }>(
    database,
    "select id, status, changed_at from order_status_history where order_id = ? order by id",
    id,
  );
  const invoice = queryOne<{ id: number; status: string; due_on: string; total_cents: number; paid_cents: number }>(
    database,
    "select id, status, due_on, total_cents, paid_cents from invoices where order_id = ?",
    id,
  );
  return { ...order, lines, history, invoice: invoice ?? null };
}
