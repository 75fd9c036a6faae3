import type { Day } from "../../finance/dates.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { book } from "../ledger.ts";
import { prepared } from "../memory.ts";

/** What running the house costs: category, day of the month, cents at scale 1. */
const MONTHLY = [
  { category: 1, text: "Rent of the warehouse", on: 1, cents: 4_500_000 },
  { category: 2, text: "Wages", on: 25, cents: 18_000_000 },
  { category: 3, text: "Electricity", on: 10, cents: 1_200_000 },
  { category: 5, text: "Insurance", on: 5, cents: 900_000 },
] as const;

const TRANSPORT = 4;
const LABORATORY = 6;
const LABORATORY_EVERY_DAYS = 0.2;

/** Expenses, paid at once: the monthly ones on the first business day from their day on, transport daily, the laboratory now and then. */
export const generator: Generator = {
  fills: ["expenses"],
  after: ["fiscalPeriods", "expenseCategories", "bankAccounts"],
  day(context, day) {
    const { random } = context;
    const month = day.slice(0, 7);
    const paid = prepared(context, "select 1 from expenses where expense_category_id = ? and spent_on between ? and ? limit 1");
    for (const { category, text, on, cents } of MONTHLY) {
      if (Number(day.slice(8)) < on || paid.get(category, `${month}-01`, `${month}-31`) !== undefined) continue;
      spend(context, day, category, text, Math.round(cents * context.scale));
    }
    spend(context, day, TRANSPORT, "Drivers and fuel", Math.max(1, Math.round(random.between(40_000, 90_000) * context.scale)));
    if (random.chance(LABORATORY_EVERY_DAYS)) spend(context, day, LABORATORY, "Analysis of a batch", random.between(20_000, 60_000));
  },
};

function spend(context: SeedContext, day: Day, expense_category_id: number, description: string, cents: number): void {
  const { insert } = context;
  const expense_id = insert("expenses", { expense_category_id, spent_on: day, amount_cents: cents, description });
  book(context, day, { kind: "EXPENSE", debit: "OPERATIONS", credit: "CASH", cents, source: `expense:${expense_id}` });
  insert("bankTransactions", { bank_account_id: 1, booked_on: day, amount_cents: -cents, expense_id, description });
}
