import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import type { ApiEnv } from "./context.ts";
import { PAGE, readPage } from "./paging.ts";
import { search } from "./validate.ts";

interface BatchRow {
  readonly id: number;
  readonly code: string;
  readonly product: string;
  readonly location: string;
  readonly status: string;
  readonly quantity: number;
  readonly on_hand: number;
  readonly reserved: number;
  readonly cost_cents: number;
}

/** Batches with what is left of them, newest first. */
export function inventoryApi(database: DatabaseSync) {
  const rows = `select batches.id, code, products.name as product, locations.name as location, status, quantity, on_hand, reserved, cost_cents
    from batches join products on products.id = product_id join locations on locations.id = location_id order by batches.id desc`;
  const count = "select count(*) as total from batches";
  return new Hono<ApiEnv>().get("/inventory", search(z.object(PAGE)), (context) =>
    context.json(readPage<BatchRow>(database, { rows, count }, context.req.valid("query").page), 200),
  );
}
