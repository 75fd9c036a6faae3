import type { Mutations } from "./mutation.ts";

const EARLY = "2024-01-01";

/** Effects before their causes. */
export const TIME_MUTATIONS: Mutations = {
  "nothing-beyond-today": { sql: `update scratch_pad_notes set written_at = '2025-10-28T09:00' where id = 1` },
  "invoice-after-order": {
    sql: `update orders set ordered_on = (select date(issued_on, '1 day') from invoices where order_id = orders.id) where id = (select min(o.id) from orders o join invoices i on i.order_id = o.id where o.terms = 'NET_30')`,
    also: ["order-begins-on-its-day", "shipment-after-order", "orders-told"],
  },
  "payment-after-invoice": {
    sql: `update payments set paid_on = (select date(issued_on, '-1 day') from invoices where id = invoice_id) where id = (select min(p.id) from payments p join invoices i on i.id = p.invoice_id join orders o on o.id = i.order_id where o.terms = 'NET_30' and substr(i.issued_on, 9) > '02' and substr(i.issued_on, 1, 7) = substr(p.paid_on, 1, 7))`,
    also: ["payment-within-30-days", "payments-told"],
  },
  "payment-cleared-in-time": {
    sql: "update paymentHistory set changed_on = date(changed_on, '-1 day') where id = (select min(id) from paymentHistory where status = 'RECEIVED')",
  },
  "bank-after-payment": {
    sql: `update bankTransactions set booked_on = '${EARLY}' where id = (select max(id) from bankTransactions where payment_id is not null)`,
  },
  "bank-after-bill": {
    sql: `update bankTransactions set booked_on = '${EARLY}' where id = (select max(id) from bankTransactions where bill_id is not null)`,
  },
  "bill-after-purchase": {
    sql: `update bills set issued_on = (select date(ordered_on, '-1 day') from purchaseOrders where id = purchase_order_id) where id = (select max(b.id) from bills b join purchaseOrders p on p.id = b.purchase_order_id where substr(b.issued_on, 1, 7) = substr(p.ordered_on, 1, 7) and substr(p.ordered_on, 9) > '01')`,
  },
  "intake-after-purchase": {
    sql: `update intake_sessions set started_at = '${EARLY}T08:00' where id = (select max(id) from intake_sessions)`,
  },
  "intake-ends-after-it-begins": {
    sql: `update intake_sessions set finished_at = '${EARLY}T08:00' where id = (select max(id) from intake_sessions where finished_at is not null)`,
  },
  "lot-after-purchase": { sql: `update lots set received_on = '${EARLY}' where id = (select max(id) from lots)` },
  "receipt-after-lot": {
    sql: `update inventoryMovements set moved_at = date(moved_at, '-1 day') || 'T08:00' where id = (select min(id) from inventoryMovements where kind = 'RECEIPT' and substr(moved_at, 9, 2) > '01')`,
  },
  "movement-after-receipt": {
    sql: `update inventoryMovements set moved_at = (select min(moved_at) || ':01' from inventoryMovements y where y.batch_id = inventoryMovements.batch_id and y.kind = 'SALE') where id = (select min(r.id) from inventoryMovements r join inventoryMovements s on s.batch_id = r.batch_id and s.kind = 'SALE' where r.kind = 'RECEIPT' and substr(s.moved_at, 1, 7) = substr(r.moved_at, 1, 7))`,
    also: ["stock-never-negative"],
  },
  "shipment-after-order": {
    sql: `update inventoryMovements set moved_at = (select date(o.ordered_on, '-1 day') || 'T23:00' from order_line_items l join orders o on o.id = l.order_id where l.id = order_line_item_id) where id = (select max(m.id) from inventoryMovements m join order_line_items l on l.id = m.order_line_item_id join orders o on o.id = l.order_id where m.kind = 'SALE' and substr(o.ordered_on, 9) > '02' and substr(o.ordered_on, 1, 7) = substr(m.moved_at, 1, 7))`,
    also: ["goods-leave-when-shipped"],
  },
  "sale-after-order": {
    sql: `update sales set sold_on = '${EARLY}' where id = (select max(id) from sales)`,
    also: ["sold-when-delivered"],
  },
  "return-after-sale": { sql: `update returns set returned_on = '${EARLY}' where id = 1` },
  "credit-after-return": { sql: "update returns set returned_on = '2025-10-27' where id = (select min(return_id) from credits)" },
  "credit-after-order": {
    sql: `update credits set issued_on = '${EARLY}' where id = (select min(id) from credits where reason = 'REFUND')`,
  },
  "application-after-credit": {
    sql: `update credits set issued_on = (select date(min(applied_on), '1 day') from creditApplications where credit_id = credits.id) where id = (select min(c.id) from credits c join creditApplications a on a.credit_id = c.id where substr(a.applied_on, 9) < '28' and substr(a.applied_on, 1, 7) = substr(c.issued_on, 1, 7))`,
  },
  "application-after-invoice": {
    sql: `update creditApplications set applied_on = (select date(issued_on, '-1 day') from invoices where id = invoice_id) where id = (select min(a.id) from creditApplications a join credits c on c.id = a.credit_id join invoices i on i.id = a.invoice_id where c.issued_on < i.issued_on and substr(i.issued_on, 9) > '01' and substr(a.applied_on, 1, 7) = substr(i.issued_on, 1, 7))`,
  },
  "cost-after-lot": { sql: `update cogsHistory set valid_on = '${EARLY}' where id = (select max(id) from cogsHistory)` },
  "place-after-lot": { sql: `update batchLocations set moved_on = '${EARLY}' where id = (select max(id) from batchLocations)` },
  "sample-after-request": {
    sql: `update sampleAllocations set allocated_on = '${EARLY}' where id = (select max(id) from sampleAllocations)`,
  },
  "alert-resolved-after-raised": {
    sql: `update inventoryAlerts set resolved_on = '${EARLY}' where id = (select max(id) from inventoryAlerts where resolved_on is not null)`,
  },
  "signal-after-invoice": {
    sql: `update credit_signal_history set observed_on = '${EARLY}' where id = (select max(id) from credit_signal_history)`,
  },
  "sheet-after-template": { sql: "update sales_sheet_templates set created_on = '2025-10-27' where id = 1" },
  "sheet-sent-after-made": {
    sql: `update sales_sheet_history set sent_at = '${EARLY}T08:00' where id = (select max(id) from sales_sheet_history)`,
  },
  "event-planned-ahead": {
    sql: `update calendar_events set created_at = date(starts_at, '1 day') || 'T08:00' where id = (select min(id) from calendar_events where id not in (select event_id from calendar_event_attachments) and id not in (select event_id from comments where event_id is not null))`,
  },
  "event-completed-after-start": {
    sql: "update calendar_event_history set changed_at = date(changed_at, '-1 day') || 'T00:00' where id = (select min(id) from calendar_event_history where status = 'COMPLETED')",
  },
  "attachment-after-event": {
    sql: `update calendar_event_attachments set added_at = '${EARLY}T00:00' where id = (select max(id) from calendar_event_attachments)`,
  },
  "delivery-after-order": {
    sql: "update calendar_events set order_id = (select max(id) from orders where client_id = calendar_events.client_id) where id = (select min(id) from calendar_events where order_id is not null)",
  },
  "meeting-held-after-start": { sql: "update client_meeting_history set met_at = substr(met_at, 1, 11) || '00:00' where id = 1" },
  "comment-after-order": {
    sql: "update comments set written_at = '2024-01-01T00:00' where id = (select max(id) from comments where order_id is not null and parent_comment_id is null)",
  },
  "comment-after-event": {
    sql: "update comments set written_at = '2024-01-01T00:00' where id = (select max(id) from comments where event_id is not null and parent_comment_id is null)",
  },
  "comment-after-batch": {
    sql: "update comments set written_at = '2024-01-01T00:00' where id = (select max(id) from comments where batch_id is not null and parent_comment_id is null)",
  },
  "answer-after-comment": {
    sql: "update comments set written_at = '2024-01-01T00:00' where id = (select max(id) from comments where client_id is not null and parent_comment_id is not null)",
  },
  "comment-after-note": { sql: `update note_comments set written_at = '${EARLY}T00:00' where id = (select max(id) from note_comments)` },
  "activity-after-note": { sql: `update note_activity set happened_at = '${EARLY}T00:00' where id = (select max(id) from note_activity)` },
  "task-after-list": { sql: "update todo_lists set created_on = '2025-10-27' where id = (select min(todo_list_id) from todo_tasks)" },
  "task-done-after-created": {
    sql: `update todo_tasks set done_on = '${EARLY}' where id = (select max(id) from todo_tasks where status = 'DONE')`,
  },
  "activity-after-task": {
    sql: `update todo_task_activity set happened_at = '${EARLY}T00:00' where id = (select max(id) from todo_task_activity)`,
  },
  "link-in-time": {
    sql: `update transactionLinks set from_transaction_id = to_transaction_id, to_transaction_id = from_transaction_id where rowid = (select l.rowid from transactionLinks l join transactions f on f.id = l.from_transaction_id join transactions t on t.id = l.to_transaction_id where f.booked_on > t.booked_on limit 1)`,
  },
  "no-completed-future-event": {
    sql: `update calendar_events set starts_at = '2025-10-28T09:00' where id = (select min(id) from calendar_events where status = 'COMPLETED' and event_type = 'VENDOR_VISIT')`,
    also: ["event-completed-after-start"],
  },
  "order-after-client": { sql: "update clients set since = '2025-10-27' where id = 1" },
  "order-begins-on-its-day": {
    sql: `update order_status_history set changed_at = '2024-01-01T09:00' where id = (select max(id) from order_status_history where status = 'PENDING')`,
    also: ["line-from-live-batch"],
  },
  "goods-leave-when-shipped": {
    sql: "update order_status_history set changed_at = date(changed_at, '-1 day') || 'T23:59' where id = (select min(id) from order_status_history where status = 'SHIPPED')",
  },
  "sold-when-delivered": { sql: "update sales set sold_on = date(sold_on, '1 day') where id = 1" },
  "invoice-begins-on-its-day": {
    sql: "update auditLogs set happened_at = date(happened_at, '-1 day') || 'T09:00' where id = (select min(id) from auditLogs where entity = 'invoices' and action = 'DRAFT')",
  },
};
