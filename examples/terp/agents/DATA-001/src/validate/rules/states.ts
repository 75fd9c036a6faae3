import { MACHINES } from "../machines.ts";
import type { Rule } from "../rule.ts";

const LISTED = MACHINES.flatMap(({ workflow, moves }) =>
  workflow === undefined ? [] : Object.entries(moves).map(([status, next]) => `('${workflow}', '${status}', ${next.length === 0 ? 1 : 0})`),
);

/** What must be true between a state and the rows it is about. */
export const STATE_RULES: readonly Rule[] = [
  {
    id: "workflow-statuses-listed",
    kind: "state",
    says: "The list of workflow states has exactly the states of the state machines, and knows which of them are final.",
    counts: "workflow_statuses",
    sql: `with machine(workflow, status, final) as (values ${LISTED.join(", ")})
          select workflow || ' ' || status as key, 'missing from the list' as found
            from (select workflow, status, final from machine except select workflow, status, final from workflow_statuses)
          union all
          select workflow || ' ' || status, 'listed, but no state of the machine, or not final as listed'
            from (select workflow, status, final from workflow_statuses except select workflow, status, final from machine)`,
  },
  {
    id: "batch-steps",
    kind: "state",
    says: "Each batch that has been taken in has made at least three steps.",
    counts: "batches where status <> 'AWAITING_INTAKE'",
    sql: `select id as key, steps || ' steps' as found
          from (select b.id, (select count(*) from batch_status_history where batch_id = b.id) as steps from batches b
                where status <> 'AWAITING_INTAKE')
          where steps < 3 and (select last_on from span) > (select min(substr(changed_at, 1, 10)) from batch_status_history where batch_id = id)`,
  },
  {
    id: "invoice-paid-amount",
    kind: "state",
    says: "What counts as paid of an invoice is the sum of its payments and of the credits applied to it.",
    counts: "invoices",
    sql: `select id as key, paid_cents || ' paid, ' || received || ' received' as found
          from (select i.id, paid_cents, coalesce((select sum(amount_cents) from payments where invoice_id = i.id), 0)
                  + coalesce((select sum(amount_cents) from creditApplications where invoice_id = i.id), 0) as received from invoices i)
          where paid_cents <> received`,
  },
  {
    id: "invoice-paid-by-payments",
    kind: "state",
    says: "An invoice is PAID exactly when payments and credits cover it.",
    counts: "invoices",
    sql: `select id as key, status || ', ' || received || ' of ' || total_cents || ' received' as found
          from (select i.id, status, total_cents, coalesce((select sum(amount_cents) from payments where invoice_id = i.id), 0)
                  + coalesce((select sum(amount_cents) from creditApplications where invoice_id = i.id), 0) as received from invoices i)
          where (status = 'PAID') <> (received = total_cents)`,
  },
  {
    id: "invoice-ages-by-date",
    kind: "state",
    says: "An open invoice ages by its dates: it is SENT up to its due day and OVERDUE after it, and only such a one is written off.",
    counts: "invoices where status in ('SENT', 'OVERDUE', 'WRITTEN_OFF')",
    sql: `select id as key, status || ', due ' || due_on || ', ' || cast(julianday(last_on) - julianday(due_on) as integer) || ' days ago' as found
          from invoices, span
          where (status in ('OVERDUE', 'WRITTEN_OFF') and due_on >= last_on) or (status = 'SENT' and due_on < last_on)`,
  },
  {
    id: "signal-by-date",
    kind: "state",
    says: "A signal about a client's credit says of its invoice what the dates say: paid by its due day or later, or overdue.",
    counts: "credit_signal_history",
    sql: `select x.id as key, x.kind || ' on ' || observed_on || ', due ' || due_on as found
          from credit_signal_history x join invoices i on i.id = x.invoice_id
          where (x.kind = 'PAID_ON_TIME') <> (observed_on <= due_on)`,
  },
  {
    id: "bill-paid-by-bank",
    kind: "state",
    says: "A bill is PAID exactly when the bank paid its total.",
    counts: "bills",
    sql: `select b.id as key, b.status || ', ' || coalesce(-t.amount_cents, 0) || ' of ' || total_cents || ' left the bank' as found
          from bills b left join bankTransactions t on t.bill_id = b.id
          where (b.status = 'PAID') <> (coalesce(-t.amount_cents, 0) = total_cents)`,
  },
  {
    id: "credit-applied",
    kind: "state",
    says: "A credit is APPLIED exactly when all of it was applied to invoices, and never more than that.",
    counts: "credits",
    sql: `select id as key, status || ', ' || applied || ' of ' || amount_cents || ' applied' as found
          from (select c.id, status, amount_cents,
                       coalesce((select sum(amount_cents) from creditApplications where credit_id = c.id), 0) as applied from credits c)
          where applied > amount_cents or (status = 'APPLIED') <> (applied = amount_cents)`,
  },
  {
    id: "purchase-received",
    kind: "state",
    says: "A purchase order is RECEIVED exactly when its lot is there and its intake is finished.",
    counts: "purchaseOrders",
    sql: `select id as key, status || ', ' || lots || ' lots, ' || intakes || ' intakes finished' as found
          from (select p.id, status, (select count(*) from lots where purchase_order_id = p.id) as lots,
                       (select count(*) from intake_sessions where purchase_order_id = p.id and status = 'FINISHED') as intakes
                from purchaseOrders p)
          where (status = 'RECEIVED') <> (lots > 0 and intakes > 0)`,
  },
  {
    id: "batch-sold-out",
    kind: "state",
    says: "A batch that is SOLD_OUT or CLOSED is empty, one that is LIVE is not.",
    counts: "batches",
    sql: `select id as key, status || ' with ' || on_hand || ' on hand' as found from batches
          where (status in ('SOLD_OUT', 'CLOSED') and on_hand > 0) or (status = 'LIVE' and on_hand = 0)`,
  },
  {
    id: "order-shipped-from-stock",
    kind: "state",
    says: "Each line of an order that left the house moved its whole quantity out of stock, other lines moved nothing.",
    counts: "order_line_items",
    sql: `with moved(line_id, quantity) as (
            select order_line_item_id, -sum(quantity) from inventoryMovements where kind = 'SALE' group by order_line_item_id)
          select l.id as key, o.status || ' order, ' || coalesce(m.quantity, 0) || ' of ' || l.quantity || ' moved' as found
          from order_line_items l join orders o on o.id = l.order_id left join moved m on m.line_id = l.id
          where coalesce(m.quantity, 0) <> iif(o.status in ('SHIPPED', 'DELIVERED', 'COMPLETED'), l.quantity, 0)`,
  },
  {
    id: "order-delivered-is-a-sale",
    kind: "state",
    says: "An order is a sale exactly when it reached its client.",
    counts: "orders",
    sql: `select o.id as key, o.status || iif(s.id is null, ', no sale', ', with a sale') as found
          from orders o left join sales s on s.order_id = o.id
          where (o.status in ('DELIVERED', 'COMPLETED')) <> (s.id is not null)`,
  },
  {
    id: "cancelled-order-costs-nothing",
    kind: "state",
    says: "A cancelled order has no invoice.",
    counts: "orders where status = 'CANCELLED'",
    sql: `select o.id as key, 'invoice ' || i.id as found from orders o join invoices i on i.order_id = o.id where o.status = 'CANCELLED'`,
    mayBeEmpty: "in a short run nobody may have cancelled",
  },
  {
    id: "sample-allocated",
    kind: "state",
    says: "A sample request is ALLOCATED exactly when it has an allocation.",
    counts: "sampleRequests",
    sql: `select r.id as key, r.status || iif(a.id is null, ', none', ', one') || ' allocated' as found
          from sampleRequests r left join sampleAllocations a on a.sample_request_id = r.id
          where (r.status = 'ALLOCATED') <> (a.id is not null)`,
  },
  {
    id: "period-closed",
    kind: "state",
    says: "A fiscal period is CLOSED exactly when its last day has passed or is today.",
    counts: "fiscalPeriods",
    sql: "select id as key, status || ', ends ' || ends_on as found from fiscalPeriods, span where (status = 'CLOSED') <> (ends_on <= last_on)",
  },
  {
    id: "event-over",
    kind: "state",
    says: "An event is no longer SCHEDULED once its day has passed.",
    counts: "calendar_events",
    sql: `select id as key, status || ', starts ' || starts_at as found from calendar_events, span
          where status = 'SCHEDULED' and substr(starts_at, 1, 10) < last_on`,
  },
  {
    id: "task-done-by-somebody",
    kind: "state",
    says: "A task is DONE exactly when its activity says who did it.",
    counts: "todo_tasks",
    sql: `select t.id as key, t.status || iif(a.id is null, ', nobody', ', somebody') || ' did it' as found
          from todo_tasks t left join todo_task_activity a on a.todo_task_id = t.id and a.action = 'DONE'
          where (t.status = 'DONE') <> (a.id is not null)`,
  },
];
