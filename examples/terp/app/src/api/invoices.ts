import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { INVOICE_STATUSES } from "../finance/statuses.ts";
import type { ApiEnv } from "./context.ts";
import { PAGE, readPage } from "./paging.ts";
import { search } from "./validate.ts";

const SEARCH = z.object({ ...PAGE, status: z.enum(INVOICE_STATUSES).optional() });

interface InvoiceRow {
  readonly id: number;
  readonly order_id: number;
  readonly client: string;
  readonly issued_on: string;
  readonly due_on: string;
  readonly status: string;
  readonly total_cents: number;
  readonly paid_cents: number;
}

/** What clients were billed, newest first. */
export function invoicesApi(database: DatabaseSync) {
  return new Hono<ApiEnv>().get("/invoices", search(SEARCH), (context) => {
    const { page, status } = context.req.valid("query");
    const where = status === undefined ? "" : "where invoices.status = ?";
    const rows = `select invoices.id, order_id, clients.name as client, issued_on, due_on, invoices.status, invoices.total_cents, paid_cents
      from invoices join orders on orders.id = order_id join clients on clients.id = orders.client_id ${where} order by invoices.id desc`;
    const count = `select count(*) as total from invoices ${where}`;
    const parameters = status === undefined ? [] : [status];
    return context.json(readPage<InvoiceRow>(database, { rows, count, parameters }, page), 200);
  });
}
