import type { Day } from "../../finance/dates.ts";
import { becomeOverdue, clearingAgenda, clearPayments, receivePayment, writeOff } from "../collect-payments.ts";
import { openCredits, refund, takeBack } from "../credits.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { type InvoiceEvent, invoiceAgenda } from "../invoice-life.ts";
import { consignedAgenda, issueInvoice, linkCost } from "../invoices.ts";
import { saveStock, stockOf } from "../stock.ts";

/** From invoice to money: consigned goods are invoiced when they are counted, clients pay, pay late or never, and some get money back. */
export const generator: Generator = {
  fills: [
    "invoices",
    "invoiceLineItems",
    "client_transactions",
    "credit_signal_history",
    "payments",
    "paymentHistory",
    "credits",
    "creditApplications",
    "returns",
  ],
  after: ["orders", "order_line_items", "paymentMethods", "bankAccounts"],
  recall(context) {
    openCredits(context);
    clearingAgenda(context);
  },
  day(context, day) {
    for (const order of consignedAgenda(context).take(day)) {
      issueInvoice(context, order, day);
      linkCost(context, order);
    }
    for (const event of invoiceAgenda(context).take(day)) follow(context, event, day);
    clearPayments(context, day);
    saveStock(context, stockOf(context));
  },
};

function follow(context: SeedContext, { invoice, kind }: InvoiceEvent, day: Day): void {
  const open = invoice.status !== "PAID" && invoice.status !== "WRITTEN_OFF";
  if (kind === "REFUND") refund(context, invoice, day);
  else if (kind === "RETURN") takeBack(context, invoice, day);
  else if (!open) return;
  else if (kind === "BECOMES_OVERDUE") becomeOverdue(context, invoice, day);
  else if (kind === "WRITTEN_OFF") writeOff(context, invoice, day);
  else receivePayment(context, invoice, day, kind === "PAYS_A_PART");
}
