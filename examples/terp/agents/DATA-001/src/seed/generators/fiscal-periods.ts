import type { Day } from "../../finance/dates.ts";
import { addDays } from "../business-days.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { book, periodOf } from "../ledger.ts";

const OPENING_CASH_CENTS = 2_000_000_000;

/** Opens each month on its first business day. The owner's money comes in on the very first. */
export const generator: Generator = {
  fills: ["fiscalPeriods", "bankTransactions"],
  after: ["accounts", "bankAccounts"],
  day(context, day) {
    const period = periodOf(day, context.firstDay);
    if (context.lastId("fiscalPeriods") >= period) return;
    openPeriod(context, day);
    if (period > 1) return;
    const cents = Math.round(OPENING_CASH_CENTS * Math.max(1, context.scale));
    book(context, day, { kind: "OPENING", debit: "CASH", credit: "EQUITY", cents, source: "opening" });
    context.insert("bankTransactions", { bank_account_id: 1, booked_on: day, amount_cents: cents, description: "Opening balance" });
  },
};

function openPeriod({ insert }: SeedContext, day: Day): void {
  const starts_on = `${day.slice(0, 7)}-01`;
  const ends_on = addDays(`${addDays(starts_on, 31).slice(0, 7)}-01`, -1);
  insert("fiscalPeriods", { name: day.slice(0, 7), starts_on, ends_on, status: "OPEN" });
}
