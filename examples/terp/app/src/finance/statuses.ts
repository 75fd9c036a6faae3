/** The states of an order, in the order in which they are passed; the last two are ends. */
export const ORDER_STATUSES = ["PENDING", "CONFIRMED", "PROCESSING", "SHIPPED", "DELIVERED", "COMPLETED", "CANCELLED"] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The states of an invoice. */
export const INVOICE_STATUSES = ["DRAFT", "SENT", "PAID", "OVERDUE", "WRITTEN_OFF"] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];
