import type { DatabaseSync } from "node:sqlite";
import { queryOne } from "../database/query.ts";
import { formatMoney } from "../finance/money.ts";

export interface WidgetMetadata {
  readonly title: string;
  /** What the widget shows, as one short line. */
  readonly value: (database: DatabaseSync) => string;
}

/** Every widget the dashboard can show. */
export const WIDGET_METADATA = {
  revenue: {
    title: "Revenue",
    value: (database) => money(database, "select sum(total_cents) as value from orders where status <> 'CANCELLED'"),
  },
  receivables: {
    title: "Receivables",
    value: (database) => money(database, "select sum(total_cents) as value from invoices where status in ('SENT', 'OVERDUE')"),
  },
  payables: {
    title: "Payables",
    value: (database) => money(database, "select sum(total_cents) as value from bills where status = 'OPEN'"),
  },
  openOrders: {
    title: "Open orders",
    value: (database) => count(database, "select count(*) as value from orders where status not in ('COMPLETED', 'CANCELLED')"),
  },
  stock: { title: "Stock", value: (database) => count(database, "select sum(quantity) as value from inventoryMovements") },
  liveBatches: {
    title: "Live batches",
    value: (database) => count(database, "select count(*) as value from batches where status = 'LIVE'"),
  },
  topClients: {
    title: "Best client",
    value: (database) =>
      queryOne<{ name: string }>(
        database,
        "select name from clients join orders on orders.client_id = clients.id group by clients.id order by sum(total_cents) desc limit 1",
      )?.name ?? "none yet",
  },
  clientNeeds: { title: "Client needs", value: (database) => count(database, "select count(*) as value from client_needs") },
  upcomingEvents: {
    title: "Scheduled events",
    value: (database) => count(database, "select count(*) as value from calendar_events where status = 'SCHEDULED'"),
  },
} as const satisfies Readonly<Record<string, WidgetMetadata>>;

export type WidgetId = keyof typeof WIDGET_METADATA;
export const WIDGET_IDS = Object.keys(WIDGET_METADATA) as readonly WidgetId[];

/** The widget id in untrusted text, or undefined. */
export function widgetId(text: unknown): WidgetId | undefined {
  return WIDGET_IDS.find((id) => id === text);
}

function count(database: DatabaseSync, sql: string): string {
  return String(queryOne<{ value: number | null }>(database, sql)?.value ?? 0);
}

function money(database: DatabaseSync, sql: string): string {
  return formatMoney(queryOne<{ value: number | null }>(database, sql)?.value ?? 0);
}
