import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { audit } from "./audit.ts";
import { businessDaysAfter } from "./business-days.ts";
import { applyCredits } from "./credits.ts";
import type { SeedContext } from "./generator.ts";
import type { Invoice } from "./invoice-life.ts";
import { book, link } from "./ledger.ts";
import { checkMove, INVOICE, type InvoiceStatus } from "./machines.ts";
import { remember } from "./memory.ts";
import { FINANCE } from "./staff.ts";

/** Ways to pay, in the order of `paymentMethods`: how long the bank takes, and up to which draw of one to ten a payment comes so. */
const METHODS = [
  { id: 1, name: "ACH", clears: 2, upTo: 6 },
  { id: 2, name: "CHECK", clears: 3, upTo: 9 },
  { id: 3, name: "WIRE", clears: 1, upTo: 10 },
  { id: 4, name: "CASH", clears: 0, upTo: 0 },
] as const;

type Method = (typeof METHODS)[number];

/** Money comes in for an invoice: first what the house owes the client is taken off, then the client pays the rest, or half of it. */
export function receivePayment(context: SeedContext, invoice: Invoice, day: Day, part: boolean): void {
  const { id, client_id, transaction_id } = invoice;
  const { insert } = context;
  if (invoice.terms !== "COD") applyCredits(context, invoice, day);
  const left = invoice.total_cents - invoice.paid_cents;
  const cents = part ? Math.floor(left / 2) : left;
  const method = methodOf(context, invoice);
  const payment_id = context.lastId("payments") + 1;
  const paid = book(context, day, {
    kind: "PAYMENT",
    debit: "CASH",
    credit: "RECEIVABLES",
    cents,
    source: `payment:${payment_id}`,
    client_id,
  });
  link(context, paid, "PAYS", transaction_id);
  const row = { id: payment_id, invoice_id: id, paid_on: day, method: method.name, amount_cents: cents };
  insert("payments", { ...row, payment_method_id: method.id, transaction_id: paid });
  insert("client_transactions", { client_id, kind: "PAYMENT", booked_on: day, amount_cents: -cents, transaction_id: paid });
  insert("client_activity", { client_id, happened_on: day, kind: "PAYMENT", summary: `Paid for invoice ${id}` });
  insert("paymentHistory", { payment_id, status: "RECEIVED", changed_on: day });
  clearingAgenda(context).add(businessDaysAfter(day, method.clears), { id: payment_id, amount_cents: cents });
  invoice.paid_cents += cents;
  if (invoice.paid_cents < invoice.total_cents) {
    context.update("invoices", id, { paid_cents: invoice.paid_cents });
    return;
  }
  moveInvoice(context, invoice, "PAID", `${day}T17:00`);
  signal(context, invoice, day <= invoice.due_on ? "PAID_ON_TIME" : "PAID_LATE", day);
}

function methodOf(context: SeedContext, { id, terms }: Invoice): Method {
  if (terms === "COD") return METHODS[3];
  const draw = context.randomOf(`method:${id}`).between(1, 10);
  return METHODS.find(({ upTo }) => draw <= upTo) ?? METHODS[0];
}

/** The day after the due day came, and nothing or not all was paid. */
export function becomeOverdue(context: SeedContext, invoice: Invoice, day: Day): void {
  moveInvoice(context, invoice, "OVERDUE", `${day}T08:00`);
  signal(context, invoice, "OVERDUE", day);
}

/** Nobody expects the money any more. */
export function writeOff(context: SeedContext, invoice: Invoice, day: Day): void {
  const { id, client_id, transaction_id } = invoice;
  const cents = invoice.total_cents - invoice.paid_cents;
  const lost = book(context, day, {
    kind: "WRITE_OFF",
    debit: "BAD_DEBT",
    credit: "RECEIVABLES",
    cents,
    source: `invoice:${id}`,
    client_id,
  });
  link(context, lost, "REVERSES", transaction_id);
  context.insert("client_transactions", { client_id, kind: "WRITE_OFF", booked_on: day, amount_cents: -cents, transaction_id: lost });
  moveInvoice(context, invoice, "WRITTEN_OFF", `${day}T17:15`);
  signal(context, invoice, "WRITTEN_OFF", day);
}

function moveInvoice(context: SeedContext, invoice: Invoice, status: InvoiceStatus, at: string): void {
  checkMove(INVOICE, invoice.status, status);
  invoice.status = status;
  audit(context, "invoices", invoice.id, status, at, FINANCE[0] ?? null);
  context.update("invoices", invoice.id, { status, paid_cents: invoice.paid_cents });
}

function signal(context: SeedContext, { id, client_id }: Invoice, kind: string, day: Day): void {
  context.insert("credit_signal_history", { client_id, kind, observed_on: day, invoice_id: id });
}

interface Clearing {
  readonly id: number;
  readonly amount_cents: number;
}

/** Payments that the bank has not cleared, by the day on which it will. */
export function clearingAgenda(context: SeedContext): Agenda<Clearing> {
  return remember(context, "clearing agenda", () => {
    const { database } = context;
    const agenda = createAgenda<Clearing>();
    const open = query<Clearing & { readonly paid_on: Day; readonly method: string }>(
      database,
      `select id, amount_cents, paid_on, method from payments
       where not exists (select 1 from paymentHistory where payment_id = payments.id and status = 'CLEARED')`,
    );
    for (const { id, amount_cents, paid_on, method } of open)
      agenda.add(businessDaysAfter(paid_on, METHODS.find(({ name }) => name === method)?.clears ?? 0), { id, amount_cents });
    return agenda;
  });
}

/** Notes what the bank has cleared today: the money is in the account. */
export function clearPayments(context: SeedContext, day: Day): void {
  const { insert } = context;
  for (const { id: payment_id, amount_cents } of clearingAgenda(context).take(day)) {
    insert("paymentHistory", { payment_id, status: "CLEARED", changed_on: day });
    insert("bankTransactions", { bank_account_id: 1, booked_on: day, amount_cents, payment_id, description: `Payment ${payment_id}` });
  }
}
