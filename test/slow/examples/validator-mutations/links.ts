import type { Mutations } from "./mutation.ts";

/** The wrong row instead of none. */
export const LINK_MUTATIONS: Mutations = {
  "no-orphans": { sql: "update client_notes set user_id = 999999 where id = 1" },
  "audit-log-leads-to-rows": {
    sql: `insert into auditLogs (happened_at, action, entity, entity_key) values ('2025-01-02T09:00', 'SENT', 'clients', 999999)`,
  },
  "invoice-line-of-its-order": {
    sql: "update invoiceLineItems set invoice_id = (select max(id) from invoices) where id = 1",
    also: ["invoice-total-is-lines"],
  },
  "bill-line-of-its-purchase": {
    sql: "update billLineItems set bill_id = (select max(id) from bills) where id = 1",
    also: ["bill-total-is-lines"],
  },
  "sale-of-its-client": { sql: "update sales set client_id = (select max(id) from clients where id <> client_id) where id = 1" },
  "line-from-batch-of-its-product": {
    sql: `update order_line_items set product_id = (select p.id from products p join products q on q.id = order_line_items.product_id and q.price_cents <> p.price_cents limit 1)
          where id = 1`,
    also: ["line-list-price"],
  },
  "intake-of-its-purchase": {
    sql: "update intake_session_batches set intake_session_id = (select max(id) from intake_sessions) where id = 1",
  },
  "sample-of-its-product": {
    sql: "update sampleRequests set product_id = product_id + 1 where id = (select sample_request_id from sampleAllocations limit 1)",
  },
  "credit-of-its-client": {
    sql: `update credits set client_id = (select max(id) from clients) where id = (select min(id) from credits where status = 'OPEN')`,
    also: ["client-account-is-unpaid-invoices"],
  },
  "credit-of-its-return": {
    sql: `update credits set order_id = (select min(id) from orders where client_id = credits.client_id and id <> credits.order_id) where id = (select min(id) from credits where reason = 'RETURN')`,
  },
  "credit-applied-to-its-client": {
    sql: `insert into creditApplications (credit_id, invoice_id, applied_on, amount_cents) select c.id, i.id, '2025-10-27', 0 from credits c, invoices i join orders o on o.id = i.order_id where o.client_id <> c.client_id limit 1`,
  },
  "signal-of-its-client": { sql: "update credit_signal_history set client_id = (select max(id) from clients) where id = 1" },
  "delivery-of-its-client": {
    sql: "update calendar_events set client_id = (select max(id) from clients) where id = (select min(id) from calendar_events where order_id is not null)",
  },
  "meeting-of-its-client": {
    sql: `update client_meeting_history set event_id = (select id from calendar_events e where e.client_id <> client_meeting_history.client_id and e.starts_at < met_at limit 1) where id = (select max(id) from client_meeting_history)`,
  },
  "instance-of-its-rule": {
    sql: "update calendar_events set recurrence_rule_id = null where id = (select min(event_id) from calendar_recurrence_instances)",
  },
  "instance-on-its-day": { sql: "update calendar_recurrence_instances set occurs_on = date(occurs_on, '1 day') where id = 1" },
  "answer-about-the-same": {
    sql: "update comments set order_id = order_id + 1 where id = (select min(id) from comments where parent_comment_id is not null and order_id is not null)",
  },
  "list-member-owner": { sql: "update todo_lists set owner_id = owner_id % 4 + 1 where id = 1" },
  "event-organizer-takes-part": { sql: "update calendar_events set organizer_id = organizer_id % 4 + 1 where id = 1" },
  "sale-moves-its-line": {
    sql: "update inventoryMovements set order_line_item_id = null where id = (select min(id) from inventoryMovements where kind = 'SALE')",
    also: ["order-shipped-from-stock"],
  },
  "link-of-one-party": {
    sql: "update transactions set client_id = client_id % 60 + 1 where id = (select max(from_transaction_id) from transactionLinks where kind = 'PAYS')",
    also: ["client-account-of-its-client"],
  },
  "tags-without-circles": { sql: "insert into tagHierarchy select child_tag_id, parent_tag_id from tagHierarchy limit 1" },
  "batch-is-where-it-was-put": { sql: "update batches set location_id = location_id % 3 + 1 where id = 1" },
  "client-account-of-its-client": {
    sql: "update client_transactions set client_id = client_id % 60 + 1 where id = 1",
    also: ["client-account-is-unpaid-invoices"],
  },
  "counters-at-last-number": { sql: "update sequences set value = value - 1 where name = 'orders'" },
};
