import type { Mutations } from "./mutation.ts";

const LAST_ORDER_STEP =
  "(select max(id) from order_status_history where order_id = (select min(id) from orders where status = 'COMPLETED'))";
const audited = (entity: string, action: string) => `(select min(id) from auditLogs where entity = '${entity}' and action = '${action}')`;

/** States that nothing brought about, and steps that no machine makes. */
export const STATE_MUTATIONS: Mutations = {
  "order-has-history": {
    sql: `update order_status_history set status = 'DELIVERED' where id = ${LAST_ORDER_STEP}`,
    also: ["sold-when-delivered", "order-moves-legally"],
  },
  "order-moves-legally": {
    sql: "delete from order_status_history where id = (select min(id) from order_status_history where status = 'PROCESSING')",
    also: ["order-history-chained"],
  },
  "order-history-in-time": { sql: `update order_status_history set changed_at = '2024-01-01T00:00' where id = ${LAST_ORDER_STEP}` },
  "batch-has-history": { sql: "update batches set status = 'ON_HOLD' where id = (select min(id) from batches where status = 'LIVE')" },
  "batch-moves-legally": {
    sql: "update batch_status_history set status = 'SOLD_OUT' where id = (select min(id) from batch_status_history where status = 'AWAITING_INTAKE')",
    also: ["batch-history-chained"],
  },
  "batch-history-in-time": {
    sql: `update batch_status_history set changed_at = '2024-01-01T00:00' where id = (select max(id) from batch_status_history where status = 'LIVE')`,
  },
  "invoice-has-history": {
    sql: `delete from auditLogs where id = (select max(id) from auditLogs where entity = 'invoices' and action = 'PAID')`,
  },
  "invoice-moves-legally": { sql: `delete from auditLogs where id = ${audited("invoices", "SENT")}` },
  "invoice-history-in-time": {
    sql: `update auditLogs set happened_at = '2025-10-27T23:59' where id = ${audited("invoices", "DRAFT")}`,
    also: ["invoice-begins-on-its-day"],
  },
  "purchase-order-has-history": {
    sql: `update auditLogs set action = 'RECEIVING' where id = ${audited("purchaseOrders", "RECEIVED")}`,
    also: ["purchase-order-moves-legally"],
  },
  "purchase-order-moves-legally": { sql: `delete from auditLogs where id = ${audited("purchaseOrders", "CONFIRMED")}` },
  "purchase-order-history-in-time": {
    sql: `update auditLogs set happened_at = '2025-10-27T23:59' where id = ${audited("purchaseOrders", "SENT")}`,
  },
  "event-has-history": {
    sql: "update calendar_events set status = 'CANCELLED' where id = (select min(id) from calendar_events where status = 'COMPLETED')",
  },
  "event-moves-legally": {
    sql: "update calendar_event_history set status = 'CANCELLED' where id = (select min(id) from calendar_event_history where status = 'SCHEDULED')",
  },
  "event-history-in-time": {
    sql: "update calendar_event_history set changed_at = '2025-10-27T23:59' where id = (select min(id) from calendar_event_history where status = 'SCHEDULED')",
  },
  "workflow-statuses-listed": { sql: "delete from workflow_statuses where workflow = 'ORDER' and status = 'SHIPPED'" },
  "batch-steps": {
    sql: "delete from batch_status_history where batch_id = 1 and id > (select min(id) + 1 from batch_status_history where batch_id = 1)",
    also: ["batch-has-history", "line-from-live-batch"],
  },
  "invoice-paid-amount": {
    sql: `update invoices set paid_cents = paid_cents + 1 where id = (select min(id) from invoices where status = 'SENT')`,
    also: ["client-account-is-unpaid-invoices"],
  },
  "invoice-paid-by-payments": {
    sql: "update invoices set status = 'SENT' where id = (select max(id) from invoices where status = 'PAID' and due_on > '2025-10-27')",
    also: ["invoice-has-history"],
  },
  "invoice-ages-by-date": {
    sql: "update invoices set status = 'SENT' where id = (select min(id) from invoices where status = 'OVERDUE')",
    also: ["invoice-has-history"],
  },
  "signal-by-date": {
    sql: "update credit_signal_history set kind = 'PAID_LATE' where id = (select min(id) from credit_signal_history where kind = 'PAID_ON_TIME')",
  },
  "bill-paid-by-bank": {
    sql: "update bankTransactions set amount_cents = amount_cents - 1 where id = (select min(id) from bankTransactions where bill_id is not null)",
  },
  "credit-applied": { sql: "update credits set status = 'APPLIED' where id = (select min(id) from credits where status = 'OPEN')" },
  "purchase-received": { sql: "update intake_sessions set status = 'OPEN' where id = 1" },
  "batch-sold-out": {
    sql: "update batches set status = 'LIVE' where id = (select min(id) from batches where status = 'SOLD_OUT')",
    also: ["batch-has-history"],
  },
  "order-shipped-from-stock": {
    sql: `update inventoryMovements set order_line_item_id = (select min(l.id) from order_line_items l where l.batch_id = inventoryMovements.batch_id and l.id <> order_line_item_id) where id = (select max(id) from inventoryMovements where kind = 'SALE')`,
    also: ["goods-leave-when-shipped"],
  },
  "order-delivered-is-a-sale": { sql: "delete from sales where id = 1" },
  "cancelled-order-costs-nothing": {
    sql: `update orders set status = 'CANCELLED' where id = (select order_id from invoices i join orders o on o.id = i.order_id where o.status = 'SHIPPED')`,
    also: ["order-has-history", "order-shipped-from-stock", "documents-booked"],
  },
  "sample-allocated": { sql: `update sampleRequests set status = 'DECLINED' where id = 1` },
  "period-closed": { sql: "update fiscalPeriods set status = 'OPEN' where id = 1" },
  "event-over": {
    sql: "update calendar_events set status = 'SCHEDULED' where id = (select min(id) from calendar_events where status = 'COMPLETED')",
    also: ["event-has-history"],
  },
  "task-done-by-somebody": {
    sql: "delete from todo_task_activity where id = (select min(id) from todo_task_activity where action = 'DONE')",
  },
  "order-history-chained": {
    sql: "update order_status_history set from_status = 'PENDING' where id = (select min(id) from order_status_history where status = 'SHIPPED')",
  },
  "batch-history-chained": {
    sql: `update batch_status_history set from_status = null where id = (select max(id) from batch_status_history where status = 'LIVE')`,
  },
};
