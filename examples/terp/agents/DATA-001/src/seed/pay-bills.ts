import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import type { SeedContext } from "./generator.ts";
import { book, link } from "./ledger.ts";
import { remember } from "./memory.ts";

interface Bill {
  readonly id: number;
  readonly vendor_id: number;
  readonly total_cents: number;
  readonly transaction_id: number;
}

/** Open bills by the day on which they are due. */
export function billAgenda(context: SeedContext): Agenda<Bill> {
  return remember(context, "bill agenda", () => {
    const agenda = createAgenda<Bill>();
    const open = query<Bill & { readonly due_on: Day }>(
      context.database,
      `select bills.id, vendor_id, bills.total_cents, transaction_id, due_on from bills
       join purchaseOrders on purchaseOrders.id = purchase_order_id where bills.status = 'OPEN'`,
    );
    for (const { due_on, ...bill } of open) agenda.add(due_on, bill);
    return agenda;
  });
}

/** A new bill is paid when it is due. */
export function planBill(context: SeedContext, bill: Bill, due_on: Day): void {
  billAgenda(context).add(due_on, bill);
}

/** Pays what is due today. */
export function payBills(context: SeedContext, day: Day): void {
  const { insert } = context;
  for (const { id, vendor_id, total_cents: cents, transaction_id } of billAgenda(context).take(day)) {
    context.update("bills", id, { status: "PAID", paid_on: day });
    const paid = book(context, day, { kind: "BILL_PAYMENT", debit: "PAYABLES", credit: "CASH", cents, source: `bill:${id}`, vendor_id });
    link(context, paid, "PAYS", transaction_id);
    insert("bankTransactions", { bank_account_id: 1, booked_on: day, amount_cents: -cents, bill_id: id, description: `Bill ${id}` });
    insert("vendorNotes", { vendor_id, written_on: day, text: `Bill ${id} paid in full.` });
  }
}
