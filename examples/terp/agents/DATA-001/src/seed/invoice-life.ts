import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import type { PaymentTerms } from "../finance/payment-terms.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { addDays, businessDayFrom, businessDaysAfter, businessDayUntil } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import type { InvoiceStatus } from "./machines.ts";
import { remember } from "./memory.ts";
import { readProgress } from "./progress.ts";

/** An invoice that was sent, as the books see it now. */
export interface Invoice {
  readonly id: number;
  readonly order_id: number;
  readonly client_id: number;
  readonly terms: PaymentTerms;
  readonly issued_on: Day;
  readonly due_on: Day;
  readonly total_cents: number;
  readonly transaction_id: number;
  paid_cents: number;
  status: InvoiceStatus;
}

export type EventKind = "PAYS_A_PART" | "PAYS" | "BECOMES_OVERDUE" | "WRITTEN_OFF" | "REFUND" | "RETURN";

export interface InvoiceEvent {
  readonly id: number;
  readonly invoice: Invoice;
  readonly kind: EventKind;
}

/** Of 100 invoices that are not paid in cash so many are paid within 30 days, which makes 85 % of all. The rest is never paid. */
const PAID = 83;
const DAYS_MAX = 30;
const PAID_IN_PARTS = 0.08;

/** So many of those that are never paid are given up after half a year: about half of what is overdue is so for 120 days or more. */
const GIVEN_UP = 0.65;
const GIVEN_UP_AFTER_DAYS = 180;

/** One invoice in so many is refunded in part, or sees goods come back. */
const REFUNDED_EVERY = 20;
const RETURNED_EVERY = 150;

/** Everything that will happen to an invoice. It hangs on the invoice's number, so it is the same whenever one asks. */
function eventsOf(context: SeedContext, invoice: Invoice): readonly (readonly [Day, EventKind])[] {
  const { id, issued_on, due_on, terms } = invoice;
  const random = context.randomOf(`invoice:${id}`);
  const events: (readonly [Day, EventKind])[] = [];
  const draw = random.between(1, 100);
  const inParts = random.chance(PAID_IN_PARTS);
  if (terms === "COD") events.push([issued_on, "PAYS"]);
  else if (draw <= PAID) {
    const after = random.between(1, DAYS_MAX);
    const paid = laterOf(businessDayUntil(addDays(issued_on, after)), businessDaysAfter(issued_on, 1));
    const part = businessDaysAfter(issued_on, 1);
    if (inParts && part < paid) events.push([part, "PAYS_A_PART"]);
    events.push([paid, "PAYS"]);
  } else if (random.chance(GIVEN_UP)) events.push([addDays(due_on, GIVEN_UP_AFTER_DAYS), "WRITTEN_OFF"]);
  if (id % REFUNDED_EVERY === 2) events.push([businessDaysAfter(issued_on, 5), "REFUND"]);
  if (id % RETURNED_EVERY === 3) events.push([businessDaysAfter(issued_on, 10), "RETURN"]);
  const [paid_on = ""] = events.find(([, kind]) => kind === "PAYS") ?? [];
  const overdue_on = addDays(due_on, 1);
  if (paid_on === "" || paid_on > overdue_on) events.push([overdue_on, "BECOMES_OVERDUE"]);
  return events;
}

function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other;
}

/** What is still to happen to the invoices. */
export function invoiceAgenda(context: SeedContext): Agenda<InvoiceEvent> {
  return remember(context, "invoice agenda", () => {
    const { database } = context;
    const agenda = createAgenda<InvoiceEvent>();
    const done = readProgress(database)?.day ?? "";
    const invoices = query<Invoice>(
      database,
      `select invoices.id, order_id, client_id, terms, issued_on, due_on, invoices.total_cents, transaction_id, paid_cents, invoices.status
       from invoices join orders on orders.id = order_id`,
    );
    for (const invoice of invoices) plan(context, agenda, { ...invoice }, done);
    return agenda;
  });
}

/** Plans a new invoice's life. */
export function planInvoice(context: SeedContext, invoice: Invoice): void {
  plan(context, invoiceAgenda(context), invoice, "");
}

/** Plans what is not `done` yet: a resumed run knows all of an invoice's life, also the part that lies behind. */
function plan(context: SeedContext, agenda: Agenda<InvoiceEvent>, invoice: Invoice, done: Day): void {
  for (const [day, kind] of eventsOf(context, invoice)) {
    if (businessDayFrom(day) > done) agenda.add(day, { id: invoice.id, invoice, kind });
  }
}
