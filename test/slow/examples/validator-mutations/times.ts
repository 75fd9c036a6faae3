import type { Mutations } from "./mutation.ts";

const EARLY = "2024-01-01";

/** Effects before their causes. */
export const TIME_MUTATIONS: Mutations = {
  "nothing-beyond-today": { sql: "update client_notes set written_at = '2025-10-28T09:00' where id = (select max(id) from client_notes)" },
  "invoice-after-order": {
    sql: `update orders set ordered_on = date(ordered_on, '1 day') where id = (select min(o.id) from orders o join invoices i on i.order_id = o.id where o.terms = 'NET_30' and i.issued_on = o.ordered_on)`,
  },
  "payment-after-invoice": {
    sql: `update payments set paid_on = (select date(issued_on, '-1 day') from invoices where id = invoice_id) where id = 1`,
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
  "bill-after-purchase": { sql: `update bills set issued_on = '${EARLY}' where id = (select max(id) from bills)` },
  "intake-after-purchase": {
    sql: `update intake_sessions set started_at = '${EARLY}T08:00' where id = (select max(id) from intake_sessions)`,
  },
  "intake-ends-after-it-begins": {
    sql: `update intake_sessions set finished_at = '${EARLY}T08:00' where id = (select max(id) from intake_sessions where finished_at is not null)`,
  },
  "lot-after-purchase": { sql: `update lots set received_on = '${EARLY}' where id = (select max(id) from lots)` },
  "receipt-after-lot": { sql: "update lots set received_on = date(received_on, '1 day') where id = 1" },
  "movement-after-receipt": {
    sql: "update inventoryMovements set moved_at = substr(moved_at, 1, 11) || '23:59' where id = (select min(id) from inventoryMovements where kind = 'RECEIPT')",
  },
  "shipment-after-order": {
    sql: "update orders set ordered_on = '2025-10-27' where id = (select min(id) from orders where status = 'COMPLETED')",
  },
  "sale-after-order": { sql: `update sales set sold_on = '${EARLY}' where id = (select max(id) from sales)` },
  "return-after-sale": { sql: `update returns set returned_on = '${EARLY}' where id = 1` },
  "credit-after-return": { sql: "update returns set returned_on = '2025-10-27' where id = (select min(return_id) from credits)" },
  "credit-after-order": {
    sql: `update credits set issued_on = '${EARLY}' where id = (select min(id) from credits where reason = 'REFUND')`,
  },
  "application-after-credit": {
    sql: `update credits set issued_on = '2025-10-27' where id = (select min(credit_id) from creditApplications)`,
  },
  "application-after-invoice": { sql: `update creditApplications set applied_on = '${EARLY}' where id = 1` },
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
  "event-planned-ahead": { sql: "update calendar_events set created_at = date(starts_at, '1 day') || 'T08:00' where id = 1" },
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
    sql: `update transactions set booked_on = '2025-10-27' where id = (select min(to_transaction_id) from transactionLinks where kind = 'PAYS')`,
  },
  "no-completed-future-event": {
    sql: "update calendar_events set starts_at = '2025-10-28T09:00' where id = (select min(id) from calendar_events where status = 'COMPLETED')",
  },
};
