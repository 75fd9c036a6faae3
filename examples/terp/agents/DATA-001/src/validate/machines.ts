/** A state machine of the business as the validator knows it, and where the database keeps its history. */
export interface Machine {
  readonly name: string;
  /** The table whose `status` is the state now. */
  readonly of: string;
  /** The workflow's name in `workflow_statuses`, if it is listed there. */
  readonly workflow?: string;
  /** What follows `from`: rows of `id` (in the order they were written), `entity`, `status` and `at`. */
  readonly history: string;
  readonly starts: string;
  /** From each state, where it may go next. */
  readonly moves: Readonly<Record<string, readonly string[]>>;
  /** A condition on a row of the history: an administrator made this move, which may be any. */
  readonly forced?: string;
  readonly onlyWith?: readonly string[];
}

/** What the audit log says of the rows of one table: each step is an action named like the state it reached. */
function audited(table: string): string {
  return `(select id, entity_key as entity, action as status, happened_at as at from auditLogs where entity = '${table}')`;
}

export const MACHINES: readonly Machine[] = [
  {
    name: "order",
    of: "orders",
    workflow: "ORDER",
    history: "(select id, order_id as entity, status, changed_at as at from order_status_history)",
    starts: "PENDING",
    moves: {
      PENDING: ["CONFIRMED", "CANCELLED"],
      CONFIRMED: ["PROCESSING", "CANCELLED"],
      PROCESSING: ["SHIPPED", "CANCELLED"],
      SHIPPED: ["DELIVERED"],
      DELIVERED: ["COMPLETED"],
      COMPLETED: [],
      CANCELLED: [],
    },
  },
  {
    name: "batch",
    of: "batches",
    workflow: "BATCH",
    history: "(select id, batch_id as entity, status, changed_at as at from batch_status_history)",
    starts: "AWAITING_INTAKE",
    moves: {
      AWAITING_INTAKE: ["LIVE"],
      LIVE: ["ON_HOLD", "QUARANTINED", "PHOTOGRAPHY_COMPLETE", "SOLD_OUT", "CLOSED"],
      ON_HOLD: ["LIVE"],
      QUARANTINED: ["LIVE", "CLOSED"],
      PHOTOGRAPHY_COMPLETE: ["LIVE", "SOLD_OUT", "CLOSED"],
      SOLD_OUT: ["LIVE", "CLOSED"],
      CLOSED: [],
    },
  },
  {
    name: "invoice",
    of: "invoices",
    workflow: "INVOICE",
    history: audited("invoices"),
    starts: "DRAFT",
    moves: { DRAFT: ["SENT"], SENT: ["PAID", "OVERDUE"], OVERDUE: ["PAID", "WRITTEN_OFF"], PAID: [], WRITTEN_OFF: [] },
  },
  {
    name: "purchase-order",
    of: "purchaseOrders",
    workflow: "PURCHASE_ORDER",
    history: audited("purchaseOrders"),
    starts: "DRAFT",
    moves: { DRAFT: ["SENT"], SENT: ["CONFIRMED"], CONFIRMED: ["RECEIVING"], RECEIVING: ["RECEIVED"], RECEIVED: [] },
  },
  {
    name: "event",
    of: "calendar_events",
    history: "(select id, event_id as entity, status, changed_at as at from calendar_event_history)",
    starts: "SCHEDULED",
    moves: { SCHEDULED: ["COMPLETED", "CANCELLED"], COMPLETED: [], CANCELLED: [] },
  },
  {
    name: "invitation",
    of: "calendar_event_invitations",
    history: "(select id, invitation_id as entity, status, changed_at as at, overridden from calendar_invitation_history)",
    starts: "DRAFT",
    moves: {
      DRAFT: ["PENDING", "AUTO_ACCEPTED", "CANCELLED"],
      PENDING: ["ACCEPTED", "DECLINED", "CANCELLED", "EXPIRED"],
      ACCEPTED: [],
      DECLINED: [],
      AUTO_ACCEPTED: [],
      CANCELLED: [],
      EXPIRED: [],
    },
    forced: "overridden = 1",
    onlyWith: ["calendar_event_invitations", "calendar_invitation_history"],
  },
];
