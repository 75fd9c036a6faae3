import { query } from "../database/query.ts";
import type { SeedContext } from "./generator.ts";
import { ACCOUNTS } from "./generators/accounts.ts";
import type { Order, OrderLine } from "./order-book.ts";

interface Found extends Omit<Order, "lines" | "invoice" | "cost"> {
  readonly invoice: number | null;
  readonly cost: number | null;
}

/** Orders with their lines and bookings, as an interrupted run held them: those for which `condition` about orders and invoices holds. */
export function readOrders(context: SeedContext, condition: string): readonly Order[] {
  const { database } = context;
  const orders = query<Found>(
    database,
    `select orders.id, client_id, terms, orders.total_cents, ordered_on, orders.status, invoices.transaction_id as invoice,
            (select transaction_id from ledgerEntries where account_id = ? and entry_on >= ordered_on and source = 'order:' || orders.id) as cost
     from orders left join invoices on invoices.order_id = orders.id where ${condition} order by orders.id`,
    ACCOUNTS.COGS.id,
  );
  const lines = database.prepare(
    "select id, batch_id, quantity, price_cents, cost_cents from order_line_items where order_id = ? order by id",
  );
  return orders.map(({ invoice, cost, ...order }) => ({
    ...order,
    lines: lines.all(order.id) as unknown as readonly OrderLine[],
    ...(invoice !== null && { invoice }),
    ...(cost !== null && { cost }),
  }));
}
