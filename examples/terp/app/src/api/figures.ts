import type { DatabaseSync } from "node:sqlite";
import type { WidgetId } from "../dashboard/widgets.ts";
import { query, queryOne } from "../database/query.ts";
import { newestMonths } from "../finance/dates.ts";

type Unit = "cents" | "count";

/** A widget's content: one figure, and some lines that explain it. */
export interface Figure {
  readonly value: number;
  readonly unit: Unit;
  readonly lines: readonly FigureLine[];
}

export interface FigureLine {
  readonly label: string;
  /** Null for a line that is only said. */
  readonly value: number | null;
  readonly unit: Unit;
}

const LINES_MAX = 5;
const MONTHS = 6;
const OPEN_INVOICES = "invoices.status in ('SENT', 'OVERDUE')";
const OPEN_ORDERS = "status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')";

/** The figures of all widgets. Each statement walks a part of an index, or a table that stays small. */
export function readFigures(database: DatabaseSync): Readonly<Record<WidgetId, Figure>> {
  return { ...salesFigures(database), ...moneyFigures(database), ...stockFigures(database), ...planFigures(database) };
}

function salesFigures(database: DatabaseSync) {
  const newest = queryOne<{ day: string }>(database, "select ordered_on as day from orders order by ordered_on desc limit 1")?.day;
  const months = newest === undefined ? [] : newestMonths(newest, MONTHS);
  const revenue = months.map((month) => ({
    label: month,
    unit: "cents" as const,
    value: total(
      database,
      "select sum(total_cents) as value from orders where ordered_on between ? and ? and status <> 'CANCELLED'",
      `${month}-01`,
      `${month}-31`,
    ),
  }));
  const clients = lines(
    database,
    "cents",
    `select name as label, sum(total_cents) as value from orders join clients on clients.id = orders.client_id
     where ordered_on >= ? and status <> 'CANCELLED' group by clients.id order by value desc`,
    `${months.at(-1) ?? ""}-01`,
  );
  return {
    revenue: { value: revenue.reduce((sum, line) => sum + line.value, 0), unit: "cents", lines: revenue },
    topClients: { value: clients[0]?.value ?? 0, unit: "cents", lines: clients },
    openOrders: {
      value: total(database, `select count(*) as value from orders where ${OPEN_ORDERS}`),
      unit: "count",
      lines: lines(
        database,
        "count",
        `select status as label, count(*) as value from orders where ${OPEN_ORDERS} group by status order by value desc`,
      ),
    },
  } as const satisfies Partial<Record<WidgetId, Figure>>;
}

function moneyFigures(database: DatabaseSync) {
  return {
    receivables: {
      value: total(database, `select sum(total_cents - paid_cents) as value from invoices where ${OPEN_INVOICES}`),
      unit: "cents",
      lines: lines(
        database,
        "cents",
        `select status as label, sum(total_cents - paid_cents) as value from invoices where ${OPEN_INVOICES} group by status order by label`,
      ),
    },
    payables: {
      value: total(database, "select sum(total_cents) as value from bills where status = 'OPEN'"),
      unit: "cents",
      lines: lines(
        database,
        "cents",
        `select vendors.name as label, sum(bills.total_cents) as value from bills
         join purchaseOrders on purchaseOrders.id = bills.purchase_order_id join vendors on vendors.id = purchaseOrders.vendor_id
         where bills.status = 'OPEN' group by vendors.id order by value desc`,
      ),
    },
  } as const satisfies Partial<Record<WidgetId, Figure>>;
}

function stockFigures(database: DatabaseSync) {
  return {
    stock: {
      value: total(database, "select sum(on_hand) as value from batches"),
      unit: "count",
      lines: lines(
        database,
        "count",
        `select grade as label, sum(on_hand) as value from batches join products on products.id = batches.product_id
         group by grade order by value desc`,
      ),
    },
    liveBatches: {
      value: total(database, "select count(*) as value from batches where status = 'LIVE'"),
      unit: "count",
      lines: lines(database, "count", "select status as label, count(*) as value from batches group by status order by value desc"),
    },
  } as const satisfies Partial<Record<WidgetId, Figure>>;
}

function planFigures(database: DatabaseSync) {
  return {
    clientNeeds: {
      value: total(database, "select count(*) as value from client_needs"),
      unit: "count",
      lines: lines(
        database,
        "count",
        `select clients.name || ': ' || products.name as label, quantity as value from client_needs
         join clients on clients.id = client_needs.client_id join products on products.id = client_needs.product_id
         order by client_needs.id desc`,
      ),
    },
    upcomingEvents: {
      value: total(database, "select count(*) as value from calendar_events where status = 'SCHEDULED'"),
      unit: "count",
      lines: lines(
        database,
        "count",
        `select substr(starts_at, 1, 10) || ' ' || title as label, null as value from calendar_events
         where status = 'SCHEDULED' order by starts_at`,
      ),
    },
  } as const satisfies Partial<Record<WidgetId, Figure>>;
}

function total(database: DatabaseSync, sql: string, ...parameters: readonly string[]): number {
  return queryOne<{ value: number | null }>(database, sql, ...parameters)?.value ?? 0;
}

function lines(database: DatabaseSync, unit: Unit, sql: string, ...parameters: readonly string[]): readonly FigureLine[] {
  const rows = query<{ label: string; value: number | null }>(database, `${sql} limit ${LINES_MAX}`, ...parameters);
  return rows.map(({ label, value }) => ({ label, value, unit }));
}
