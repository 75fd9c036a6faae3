import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import type { PaymentTerms } from "../finance/payment-terms.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import { businessDaysAfter } from "./business-days.ts";
import type { SeedContext } from "./generator.ts";
import { checkMove, ORDER, type OrderStatus } from "./machines.ts";
import { remember } from "./memory.ts";
import { readOrders } from "./read-orders.ts";
import { SALES, WAREHOUSE } from "./staff.ts";

/** An order on its way to the client, or one that is still to be invoiced. */
export interface Order {
  readonly id: number;
  readonly client_id: number;
  readonly terms: PaymentTerms;
  readonly total_cents: number;
  readonly ordered_on: Day;
  readonly lines: readonly OrderLine[];
  status: OrderStatus;
  /** The bookings of its invoice and of what the goods cost, as soon as they are made. */
  invoice?: number;
  cost?: number;
}

/** A line of an order, as the warehouse and the books need it. */
export interface OrderLine {
  readonly id: number;
  readonly batch_id: number;
  readonly quantity: number;
  readonly price_cents: number;
  readonly cost_cents: number;
}

/** At what time of the day an order reaches a state. */
const TIMES: Readonly<Record<OrderStatus, string>> = {
  PENDING: "10:00",
  CONFIRMED: "09:30",
  CANCELLED: "09:45",
  PROCESSING: "10:15",
  SHIPPED: "15:00",
  DELIVERED: "13:00",
  COMPLETED: "16:00",
};

const CANCELLED_PERCENT = 2;

/** The state after `status` and the business days until then. It hangs on the order's number, so it is the same whenever one asks. */
function nextOf(context: SeedContext, { id, terms, status }: Order): { readonly status: OrderStatus; readonly days: number } | undefined {
  const random = context.randomOf(`order:${id}`);
  const [packing, travelling, settling] = [random.between(0, 1), random.between(1, 3), random.between(2, 4)];
  const cancelled = terms !== "COD" && random.between(1, 100) <= CANCELLED_PERCENT;
  switch (status) {
    case "PENDING":
      return { status: "CONFIRMED", days: 1 };
    case "CONFIRMED":
      return cancelled ? { status: "CANCELLED", days: 1 } : { status: "PROCESSING", days: packing };
    case "PROCESSING":
      return { status: "SHIPPED", days: 1 };
    case "SHIPPED":
      return { status: "DELIVERED", days: travelling };
    case "DELIVERED":
      return { status: "COMPLETED", days: settling };
    default:
      return undefined;
  }
}

export interface OrderStep {
  readonly id: number;
  readonly order: Order;
  readonly status: OrderStatus;
}

/** What is to become of the orders on their way. */
export function orderAgenda(context: SeedContext): Agenda<OrderStep> {
  return remember(context, "order agenda", () => {
    const agenda = createAgenda<OrderStep>();
    const lastMoves = query<{ id: number; day: Day }>(
      context.database,
      `select orders.id, substr(max(changed_at), 1, 10) as day from orders join order_status_history on order_id = orders.id
       where orders.status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED') group by orders.id`,
    );
    const days = new Map(lastMoves.map(({ id, day }) => [id, day]));
    for (const order of readOrders(context, "orders.status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')"))
      planNext(context, agenda, order, days.get(order.id) ?? order.ordered_on);
    return agenda;
  });
}

function planNext(context: SeedContext, agenda: Agenda<OrderStep>, order: Order, day: Day): void {
  const next = nextOf(context, order);
  if (next !== undefined) agenda.add(businessDaysAfter(day, next.days), { id: order.id, order, status: next.status });
}

/** Notes a new order's first state, and plans the next. */
export function beginOrder(context: SeedContext, order: Order, at: string): void {
  const { id, status } = order;
  context.insert("order_status_history", { order_id: id, status, changed_at: at, changed_by: SALES[id % SALES.length] ?? null });
  planNext(context, orderAgenda(context), order, at.slice(0, 10));
}

/** Moves an order to its next state, with its history, and plans the state after that. */
export function moveOrder(context: SeedContext, order: Order, status: OrderStatus, day: Day): void {
  checkMove(ORDER, order.status, status);
  const crew = status === "CONFIRMED" || status === "CANCELLED" ? SALES : WAREHOUSE;
  context.insert("order_status_history", {
    order_id: order.id,
    from_status: order.status,
    status,
    changed_at: `${day}T${TIMES[status]}`,
    changed_by: crew[order.id % crew.length] ?? null,
  });
  order.status = status;
  context.update("orders", order.id, { status });
  planNext(context, orderAgenda(context), order, day);
}

/** What the goods of an order cost. */
export function costOf(order: Order): number {
  return order.lines.reduce((sum, { quantity, cost_cents }) => sum + quantity * cost_cents, 0);
}
