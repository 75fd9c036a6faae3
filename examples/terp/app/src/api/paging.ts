import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { z } from "zod";
import { query, queryOne } from "../database/query.ts";

export const PAGE_ROWS = 50;

/** `?page=N`, from 1. */
export const PAGE = { page: z.coerce.number().int().min(1).max(1_000_000).default(1) };

export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

export interface Selection {
  /** The statement without `limit`; it must order its rows. */
  readonly rows: string;
  /** `select count(*) as total …` over the same rows. */
  readonly count: string;
  readonly parameters?: readonly SQLInputValue[];
}

/** One page of a list, and how many there are. A page after the last is empty. */
export function readPage<Row>(database: DatabaseSync, { rows, count, parameters = [] }: Selection, page: number): Paged<Row> {
  const total = queryOne<{ total: number }>(database, count, ...parameters)?.total ?? 0;
  const found = query<Row>(database, `${rows} limit ${PAGE_ROWS} offset ${(page - 1) * PAGE_ROWS}`, ...parameters);
  return { rows: found, page, pages: Math.max(1, Math.ceil(total / PAGE_ROWS)), total };
}

/** A text to look for with `like … escape '\'`, anywhere in a name. */
export function likeAnywhere(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
