import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { query, queryOne } from "../database/query.ts";
import { monthOf } from "../finance/dates.ts";
import type { ApiEnv } from "./context.ts";
import { PAGE, readPage } from "./paging.ts";
import { search } from "./validate.ts";

const MONTH = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month like 2025-03");
const SEARCH = z.object({ ...PAGE, account: z.coerce.number().int().positive().optional(), month: MONTH.optional() });

interface EntryRow {
  readonly id: number;
  readonly entry_on: string;
  readonly kind: string;
  readonly source: string;
  readonly debit_cents: number;
  readonly credit_cents: number;
}

/** One account's entries of one month; without either, the first account and the last month in which something was booked. */
export function ledgerApi(database: DatabaseSync) {
  return new Hono<ApiEnv>().get("/ledger", search(SEARCH), (context) => {
    const asked = context.req.valid("query");
    const accounts = query<{ id: number; code: string; name: string }>(database, "select id, code, name from accounts order by code");
    const account = asked.account ?? accounts[0]?.id ?? 0;
    const month = asked.month ?? newestMonth(database, account) ?? null;
    const months = query<{ month: string }>(database, "select substr(starts_on, 1, 7) as month from fiscalPeriods order by starts_on desc");
    const { from, to } = monthOf(`${month ?? "2000-01"}-01`);
    const where = "where account_id = ? and entry_on between ? and ?";
    const entries = readPage<EntryRow>(
      database,
      {
        rows: `select ledgerEntries.id, entry_on, kind, source, debit_cents, credit_cents
          from ledgerEntries join transactions on transactions.id = transaction_id ${where} order by entry_on, ledgerEntries.id`,
        count: `select count(*) as total from ledgerEntries ${where}`,
        parameters: [account, from, to],
      },
      asked.page,
    );
    const totals = queryOne<{ debit_cents: number | null; credit_cents: number | null }>(
      database,
      `select sum(debit_cents) as debit_cents, sum(credit_cents) as credit_cents from ledgerEntries ${where}`,
      ...[account, from, to],
    );
    return context.json(
      {
        ...entries,
        accounts,
        account,
        months: months.map((row) => row.month),
        month,
        debit_cents: totals?.debit_cents ?? 0,
        credit_cents: totals?.credit_cents ?? 0,
      },
      200,
    );
  });
}

function newestMonth(database: DatabaseSync, account: number): string | undefined {
  const newest = "select entry_on from ledgerEntries where account_id = ? order by entry_on desc limit 1";
  return queryOne<{ entry_on: string }>(database, newest, account)?.entry_on.slice(0, 7);
}
