import { addDays, type Day } from "./dates.ts";

export const PAYMENT_TERMS = ["COD", "NET_15", "NET_30", "CONSIGNMENT"] as const;
export type PaymentTerms = (typeof PAYMENT_TERMS)[number];

/** Consigned goods are settled this many days after they were invoiced. */
export const CONSIGNMENT_DAYS = 60;

/** The day on which an invoice of `issuedOn` must be paid. */
export function dueOn(issuedOn: Day, terms: PaymentTerms): Day {
  switch (terms) {
    case "COD":
      return issuedOn;
    case "NET_15":
      return addDays(issuedOn, 15);
    case "NET_30":
      return nextMonth(issuedOn);
    case "CONSIGNMENT":
      return addDays(issuedOn, CONSIGNMENT_DAYS);
  }
}

function nextMonth(day: Day): Day {
  const date = new Date(day);
  date.setUTCMonth(date.getUTCMonth() + 1);
  return date.toISOString().slice(0, 10);
}
