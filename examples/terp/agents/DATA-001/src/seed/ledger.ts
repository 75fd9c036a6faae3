import type { Day } from "../finance/dates.ts";
import type { SeedContext } from "./generator.ts";
import { ACCOUNTS, type Account } from "./generators/accounts.ts";

/** One business fact: the same amount on both sides, so that the books balance whatever is booked. */
export interface Booking {
  readonly kind:
    | "OPENING"
    | "INVOICE"
    | "COST"
    | "PAYMENT"
    | "BILL"
    | "BILL_PAYMENT"
    | "EXPENSE"
    | "CREDIT"
    | "RETURN"
    | "SAMPLE"
    | "WRITE_OFF";
  readonly debit: Account;
  readonly credit: Account;
  readonly cents: number;
  /** The document, as `invoice:12`. */
  readonly source: string;
  readonly client_id?: number;
  readonly vendor_id?: number;
}

export type LinkKind = "PAYS" | "REVERSES" | "BELONGS_TO";

/** Writes a transaction with its two entries into the books. Returns the transaction's id. */
export function book(context: SeedContext, day: Day, booking: Booking): number {
  const { kind, debit, credit, cents, source, client_id = null, vendor_id = null } = booking;
  const transaction_id = context.insert("transactions", { kind, booked_on: day, amount_cents: cents, client_id, vendor_id });
  const fiscal_period_id = periodOf(day, context.firstDay);
  const entry = { transaction_id, entry_on: day, fiscal_period_id, source };
  context.insert("ledgerEntries", { ...entry, account_id: ACCOUNTS[debit].id, debit_cents: cents, credit_cents: 0 });
  context.insert("ledgerEntries", { ...entry, account_id: ACCOUNTS[credit].id, debit_cents: 0, credit_cents: cents });
  return transaction_id;
}

/** Says that one transaction belongs to another. */
export function link(context: SeedContext, from: number, kind: LinkKind, to: number): void {
  context.insert("transactionLinks", { from_transaction_id: from, to_transaction_id: to, kind });
}

/** The fiscal period of a day: months are numbered from the first one of the business. */
export function periodOf(day: Day, firstDay: Day): number {
  return monthsOf(day) - monthsOf(firstDay) + 1;
}

function monthsOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}
