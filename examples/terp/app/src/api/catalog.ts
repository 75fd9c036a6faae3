import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { query } from "../database/query.ts";
import type { ApiEnv } from "./context.ts";
import { likeAnywhere, PAGE_ROWS } from "./paging.ts";
import { search } from "./validate.ts";

const SEARCH = z.object({ search: z.string().trim().max(100).default("") });

export interface Choice {
  readonly id: number;
  readonly name: string;
}

/** What forms let people choose from: the first names that contain the search text. */
export function catalogApi(database: DatabaseSync) {
  const choices = (table: "products" | "vendors", text: string) =>
    query<Choice>(
      database,
      `select id, name from ${table} where name like ? escape '\\' order by name limit ${PAGE_ROWS}`,
      likeAnywhere(text),
    );
  return new Hono<ApiEnv>()
    .get("/products", search(SEARCH), (context) => context.json({ rows: choices("products", context.req.valid("query").search) }, 200))
    .get("/vendors", search(SEARCH), (context) => context.json({ rows: choices("vendors", context.req.valid("query").search) }, 200));
}
