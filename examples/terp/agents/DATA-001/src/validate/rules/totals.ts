import type { Rule } from "../rule.ts";

/** A head and the lines it adds up. */
interface Total {
  readonly id: string;
  readonly says: string;
  readonly of: string;
  readonly total: string;
  /** The sum, as an expression about the head `x`. */
  readonly sum: string;
}

const TOTALS: readonly Total[] = [
  {
    id: "order-total-is-lines",
    says: "An order's total is the sum of its lines.",
    of: "orders x",
    total: "x.total_cents",
    sum: "(select sum(quantity * price_cents) from order_line_items where order_id = x.id)",
  },
  {
    id: "invoice-total-is-lines",
    says: "An invoice's total is the sum of its lines.",
    of: "invoices x",
    total: "x.total_cents",
    sum: "(select sum(amount_cents) from invoiceLineItems where invoice_id = x.id)",
  },
  {
    id: "invoice-total-is-order",
    says: "An invoice's total is its order's.",
    of: "invoices x join orders o on o.id = x.order_id",
    total: "x.total_cents",
    sum: "o.total_cents",
  },
  {
    id: "invoice-line-amount",
    says: "An invoice line's amount is its order line's quantity times price.",
    of: "invoiceLineItems x join order_line_items l on l.id = x.order_line_item_id",
    total: "x.amount_cents",
    sum: "l.quantity * l.price_cents",
  },
  {
    id: "purchase-total-is-items",
    says: "A purchase order's total is the sum of its items.",
    of: "purchaseOrders x",
    total: "x.total_cents",
    sum: "(select sum(quantity * cost_cents) from purchaseOrderItems where purchase_order_id = x.id)",
  },
  {
    id: "bill-total-is-lines",
    says: "A bill's total is the sum of its lines.",
    of: "bills x",
    total: "x.total_cents",
    sum: "(select sum(amount_cents) from billLineItems where bill_id = x.id)",
  },
  {
    id: "bill-total-is-purchase",
    says: "A bill's total is its purchase order's.",
    of: "bills x join purchaseOrders p on p.id = x.purchase_order_id",
    total: "x.total_cents",
    sum: "p.total_cents",
  },
  {
    id: "bill-line-amount",
    says: "A bill line's amount is its item's quantity times cost.",
    of: "billLineItems x join purchaseOrderItems p on p.id = x.purchase_order_item_id",
    total: "x.amount_cents",
    sum: "p.quantity * p.cost_cents",
  },
  {
    id: "sale-revenue-is-order",
    says: "A sale brings what its order's lines come to.",
    of: "sales x join orders o on o.id = x.order_id",
    total: "x.revenue_cents",
    sum: "o.total_cents",
  },
  {
    id: "sale-cost-is-lines",
    says: "A sale costs what its order's lines cost.",
    of: "sales x",
    total: "x.cogs_cents",
    sum: "(select sum(quantity * cost_cents) from order_line_items where order_id = x.order_id)",
  },
  {
    id: "bank-amount-is-payment",
    says: "The bank books a client's payment with its amount.",
    of: "bankTransactions x join payments p on p.id = x.payment_id",
    total: "x.amount_cents",
    sum: "p.amount_cents",
  },
  {
    id: "bank-amount-is-expense",
    says: "The bank pays an expense with its amount.",
    of: "bankTransactions x join expenses e on e.id = x.expense_id",
    total: "-x.amount_cents",
    sum: "e.amount_cents",
  },
];

export const TOTAL_RULES: readonly Rule[] = TOTALS.map(({ id, says, of, total, sum }) => ({
  id,
  kind: "financial",
  says,
  counts: of,
  sql: `select key, total || ', expected ' || coalesce(sum, 'lines') as found from (select x.id as key, ${total} as total, ${sum} as sum from ${of})
        where total is not sum`,
}));
