/** Where a thing may go from each of its states. The first state is where it begins. */
export type Machine<Status extends string> = Readonly<Record<Status, readonly Status[]>>;

export type OrderStatus = "PENDING" | "CONFIRMED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "COMPLETED" | "CANCELLED";

/** Sales take an order and confirm it, the warehouse moves it on until it is with the client. Nothing that left the house is cancelled. */
export const ORDER: Machine<OrderStatus> = {
  PENDING: ["CONFIRMED"],
  CONFIRMED: ["PROCESSING", "CANCELLED"],
  PROCESSING: ["SHIPPED"],
  SHIPPED: ["DELIVERED"],
  DELIVERED: ["COMPLETED"],
  COMPLETED: [],
  CANCELLED: [],
};

export type InvoiceStatus = "DRAFT" | "SENT" | "PAID" | "OVERDUE" | "WRITTEN_OFF";

/** Overdue on the first business day after the due day, written off when nobody expects the money any more. */
export const INVOICE: Machine<InvoiceStatus> = {
  DRAFT: ["SENT"],
  SENT: ["PAID", "OVERDUE"],
  OVERDUE: ["PAID", "WRITTEN_OFF"],
  PAID: [],
  WRITTEN_OFF: [],
};

export type PurchaseStatus = "DRAFT" | "SENT" | "CONFIRMED" | "RECEIVING" | "RECEIVED";

export const PURCHASE: Machine<PurchaseStatus> = {
  DRAFT: ["SENT"],
  SENT: ["CONFIRMED"],
  CONFIRMED: ["RECEIVING"],
  RECEIVING: ["RECEIVED"],
  RECEIVED: [],
};

export type BatchStatus = "AWAITING_INTAKE" | "LIVE" | "ON_HOLD" | "QUARANTINED" | "PHOTOGRAPHY_COMPLETE" | "SOLD_OUT" | "CLOSED";

/** Only a live batch is sold from. The last pound sells it out; what a quarantined one that closes still holds is destroyed. */
export const BATCH: Machine<BatchStatus> = {
  AWAITING_INTAKE: ["LIVE"],
  LIVE: ["ON_HOLD", "QUARANTINED", "PHOTOGRAPHY_COMPLETE", "SOLD_OUT"],
  ON_HOLD: ["LIVE"],
  QUARANTINED: ["LIVE", "CLOSED"],
  PHOTOGRAPHY_COMPLETE: ["LIVE"],
  SOLD_OUT: ["CLOSED"],
  CLOSED: [],
};

/** Refuses a move that the machine does not know: a mistake in the seeder, not in the data. */
export function checkMove<Status extends string>(machine: Machine<Status>, from: Status, to: Status): void {
  if (!machine[from].includes(to))
    throw new Error(`expected a move from ${from} to ${machine[from].join(" or ") || "nowhere"}, got \`${to}\``);
}
