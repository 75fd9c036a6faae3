import type { Day } from "../finance/dates.ts";
import type { Row } from "./generator.ts";
import { ACCOUNTS } from "./generators/accounts.ts";

export type AccountCode = (typeof ACCOUNTS)[number]["code"];

const ids = new Map<AccountCode, number>(ACCOUNTS.map((account) => [account.code, account.id]));

/** One booking: the same amount on both sides, so that the books balance whatever is booked. */
export function booking(day: Day, debit: AccountCode, credit: AccountCode, cents: number, source: string): readonly Row[] {
  const entry = (code: AccountCode, debit_cents: number, credit_cents: number): Row => ({
    entry_on: day,
    account_id: ids.get(code) ?? null,
    debit_cents,
    credit_cents,
    source,
  });
  return [entry(debit, cents, 0), entry(credit, 0, cents)];
}
