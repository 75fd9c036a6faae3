import { queryOne } from "../../database/query.ts";
import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { prepared } from "../memory.ts";
import { ACCOUNTS } from "./accounts.ts";

interface Period {
  readonly id: number;
  readonly starts_on: Day;
  readonly ends_on: Day;
}

/** Closes a month in the evening of its last day, or of the next business day when that is none: its sums are kept. */
export const generator: Generator = {
  fills: [],
  after: ["fiscalPeriods", "ledgerEntries", "orders", "payments", "expenses"],
  day(context, day) {
    const sql = "select id, starts_on, ends_on from fiscalPeriods where status = 'OPEN' and ends_on <= ?";
    for (const period of prepared(context, sql).all(day) as unknown as readonly Period[]) close(context, period);
  },
};

/** Asks account by account, which an index answers. */
function close(context: SeedContext, { id, starts_on, ends_on }: Period): void {
  let [debit, credit] = [0, 0];
  for (const account of Object.values(ACCOUNTS)) {
    const sums = queryOne<{ debit: number; credit: number }>(
      context.database,
      `select coalesce(sum(debit_cents), 0) as debit, coalesce(sum(credit_cents), 0) as credit from ledgerEntries
       where account_id = ? and entry_on between ? and ?`,
      account.id,
      starts_on,
      ends_on,
    );
    debit += sums?.debit ?? 0;
    credit += sums?.credit ?? 0;
  }
  context.update("fiscalPeriods", id, { status: "CLOSED", debit_cents: debit, credit_cents: credit });
}
