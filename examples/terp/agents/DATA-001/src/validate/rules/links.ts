import type { Kind, Rule } from "../rule.ts";
import { SHORT_RUN } from "./sequence.ts";

/** Two ways from one row to another that must end in the same place. */
interface Link {
  readonly id: string;
  /** Default referential. */
  readonly kind?: Kind;
  readonly says: string;
  /** What follows `from`; `x` is the row the rule is about. */
  readonly of: string;
  readonly one: string;
  readonly other: string;
  readonly mayBeEmpty?: string;
}

/** Foreign keys say that a row is there; these say that it is the right one. */
const LINKS: readonly Link[] = [
  {
    id: "invoice-line-of-its-order",
    says: "An invoice line bills a line of the invoice's order.",
    of: "invoiceLineItems x join invoices i on i.id = x.invoice_id join order_line_items l on l.id = x.order_line_item_id",
    one: "i.order_id",
    other: "l.order_id",
  },
  {
    id: "bill-line-of-its-purchase",
    says: "A bill line bills an item of the bill's purchase order.",
    of: "billLineItems x join bills b on b.id = x.bill_id join purchaseOrderItems p on p.id = x.purchase_order_item_id",
    one: "b.purchase_order_id",
    other: "p.purchase_order_id",
  },
  {
    id: "sale-of-its-client",
    says: "A sale is of its order's client.",
    of: "sales x join orders o on o.id = x.order_id",
    one: "x.client_id",
    other: "o.client_id",
  },
  {
    id: "line-from-batch-of-its-product",
    says: "A line takes its product from a batch of that product.",
    of: "order_line_items x join batches b on b.id = x.batch_id",
    one: "x.product_id",
    other: "b.product_id",
  },
  {
    id: "intake-of-its-purchase",
    says: "An intake counts batches of its own purchase order.",
    of: "intake_session_batches x join intake_sessions s on s.id = x.intake_session_id join batches b on b.id = x.batch_id join lots t on t.id = b.lot_id",
    one: "s.purchase_order_id",
    other: "t.purchase_order_id",
  },
  {
    id: "sample-of-its-product",
    says: "A sample is of the product that was asked for.",
    of: "sampleAllocations x join sampleRequests r on r.id = x.sample_request_id join batches b on b.id = x.batch_id",
    one: "r.product_id",
    other: "b.product_id",
  },
  {
    id: "credit-of-its-client",
    says: "A credit is of its order's client.",
    of: "credits x join orders o on o.id = x.order_id",
    one: "x.client_id",
    other: "o.client_id",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "credit-of-its-return",
    says: "A credit for returned goods is of the order they were sold by.",
    of: "credits x join returns r on r.id = x.return_id join order_line_items l on l.id = r.order_line_item_id",
    one: "x.order_id",
    other: "l.order_id",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "credit-applied-to-its-client",
    says: "A credit is applied to an invoice of the same client.",
    of: "creditApplications x join credits c on c.id = x.credit_id join invoices i on i.id = x.invoice_id join orders o on o.id = i.order_id",
    one: "c.client_id",
    other: "o.client_id",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "signal-of-its-client",
    says: "A signal about credit is about the client of its invoice.",
    of: "credit_signal_history x join invoices i on i.id = x.invoice_id join orders o on o.id = i.order_id",
    one: "x.client_id",
    other: "o.client_id",
  },
  {
    id: "delivery-of-its-client",
    says: "A delivery goes to its order's client.",
    of: "calendar_events x join orders o on o.id = x.order_id",
    one: "x.client_id",
    other: "o.client_id",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "meeting-of-its-client",
    says: "A meeting that was held is of its event's client.",
    of: "client_meeting_history x join calendar_events e on e.id = x.event_id",
    one: "x.client_id",
    other: "e.client_id",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "instance-of-its-rule",
    says: "A recurrence's instance is an event of the same rule.",
    of: "calendar_recurrence_instances x join calendar_events e on e.id = x.event_id",
    one: "x.recurrence_rule_id",
    other: "e.recurrence_rule_id",
  },
  {
    id: "instance-on-its-day",
    says: "A recurrence's instance occurs on the day of its event.",
    of: "calendar_recurrence_instances x join calendar_events e on e.id = x.event_id",
    one: "x.occurs_on",
    other: "substr(e.starts_at, 1, 10)",
  },
  {
    id: "answer-about-the-same",
    says: "An answer is about what the comment it answers is about.",
    of: "comments x join comments y on y.id = x.parent_comment_id",
    one: "coalesce('order ' || x.order_id, 'event ' || x.event_id, 'client ' || x.client_id, 'batch ' || x.batch_id)",
    other: "coalesce('order ' || y.order_id, 'event ' || y.event_id, 'client ' || y.client_id, 'batch ' || y.batch_id)",
    mayBeEmpty: SHORT_RUN,
  },
  {
    id: "list-member-owner",
    says: "Who owns a list is its member with the role OWNER.",
    of: "todo_lists x left join todo_list_members m on m.todo_list_id = x.id and m.role = 'OWNER'",
    one: "x.owner_id",
    other: "m.user_id",
  },
  {
    id: "event-organizer-takes-part",
    says: "Who organizes an event is its participant with the role ORGANIZER.",
    of: "calendar_events x left join calendar_event_participants p on p.event_id = x.id and p.role = 'ORGANIZER'",
    one: "x.organizer_id",
    other: "p.user_id",
  },
  {
    id: "order-begins-on-its-day",
    kind: "temporal",
    says: "An order is PENDING from the day it was made.",
    of: "order_status_history x join orders o on o.id = x.order_id where x.status = 'PENDING'",
    one: "substr(x.changed_at, 1, 10)",
    other: "o.ordered_on",
  },
  {
    id: "goods-leave-when-shipped",
    kind: "temporal",
    says: "Goods leave the stock on the day on which their order was SHIPPED.",
    of: `inventoryMovements x join order_line_items l on l.id = x.order_line_item_id
         left join order_status_history h on h.order_id = l.order_id and h.status = 'SHIPPED' where x.kind = 'SALE'`,
    one: "substr(x.moved_at, 1, 10)",
    other: "substr(h.changed_at, 1, 10)",
  },
  {
    id: "sold-when-delivered",
    kind: "temporal",
    says: "An order is a sale on the day on which it was DELIVERED.",
    of: "sales x left join order_status_history h on h.order_id = x.order_id and h.status = 'DELIVERED'",
    one: "x.sold_on",
    other: "substr(h.changed_at, 1, 10)",
  },
  {
    id: "invoice-begins-on-its-day",
    kind: "temporal",
    says: "An invoice is a DRAFT on the day it was issued.",
    of: "auditLogs x join invoices i on i.id = x.entity_key where x.entity = 'invoices' and x.action = 'DRAFT'",
    one: "substr(x.happened_at, 1, 10)",
    other: "i.issued_on",
  },
  {
    id: "batch-is-where-it-was-put",
    says: "A batch is at the last of the places it was put.",
    of: "batches x",
    one: "x.location_id",
    other: "(select location_id from batchLocations where batch_id = x.id order by id desc limit 1)",
  },
  {
    id: "client-account-of-its-client",
    says: "A line of a client's account is a transaction of that client.",
    of: "client_transactions x join transactions t on t.id = x.transaction_id",
    one: "x.client_id",
    other: "t.client_id",
  },
  {
    id: "client-account-amount",
    kind: "financial",
    says: "A line of a client's account adds what was invoiced and takes off everything else, with the transaction's amount.",
    of: "client_transactions x join transactions t on t.id = x.transaction_id",
    one: "iif(x.kind = 'INVOICE', x.amount_cents, -x.amount_cents)",
    other: "t.amount_cents",
  },
  {
    id: "counters-at-last-number",
    says: "The counter of each kind of document stands at its last number.",
    of: `(select name as id, value, case name when 'orders' then (select max(id) from orders) when 'invoices' then (select max(id) from invoices)
            when 'payments' then (select max(id) from payments) when 'bills' then (select max(id) from bills) else (select max(id) from purchaseOrders) end as last
          from sequences where name in ('orders', 'invoices', 'payments', 'bills', 'purchaseOrders')) x`,
    one: "x.value",
    other: "coalesce(x.last, 0)",
  },
];

export const LINK_RULES: readonly Rule[] = LINKS.map(({ id, kind = "referential", says, of, one, other, ...rest }) => ({
  id,
  kind,
  says,
  counts: of,
  sql: `select x.id as key, coalesce(${one}, 'none') || ' and ' || coalesce(${other}, 'none') as found from ${of} ${of.includes(" where ") && !of.endsWith(") x") ? "and" : "where"} ${one} is not ${other}`,
  ...rest,
}));
