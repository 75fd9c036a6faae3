import type { DatabaseSync } from "node:sqlite";
import type { WidgetId } from "../dashboard/widgets.ts";
import { query, queryOne } from "../database/query.ts";

/** A widget's content: one figure, and some lines that explain it. */
export interface Figure {
  readonly value: number;
  readonly unit: "cents" | "count";
  readonly lines: readonly FigureLine[];
}

export interface FigureLine {
  readonly label: string;
  readonly value: number | null;
  readonly unit: "cents" | "count";
}

const LINES_MAX = 5;
const MONTHS = 6;

/** The figures of all widgets. Each statement walks an index or a table of some hundred rows. */
export function readFigures(database: DatabaseSync): Readonly<Record<WidgetId, Figure>> {
  const sum = (sql: string) => queryOne<{ value: number | null }>(database, sql)?.value ?? 0;
  const lines = (unit: FigureLine["unit"], sql: string): readonly FigureLine[] =>
    query<{ label: string; value: number | null }>(database, `${sql} limit ${LINES_MAX}`).map(({ label, value }) => ({
      label,
      value,
      unit,
    }));
  const byStatus = (table: "orders" | "batches", where: string) =>
    lines("count", `select status as label, count(*) as value from ${table} where ${where} group by status order by value desc, label`);
  const openInvoices = "status in ('SENT', 'OVERDUE')";
  const openOrders = "status in ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED')";
  return {
    revenue: revenue(database),
    receivables: {
      value: sum(`select sum(total_cents) as value from invoices where ${openInvoices}`),
      unit: "cents",
      lines: lines(
        "cents",
        `select status as label, sum(total_cents) as value from invoices where ${openInvoices} group by status order by label`,
      ),
    },
    payables: { value: sum("select sum(total_cents) as value from bills where status = 'OPEN'"), unit: "cents", lines: [] },
    openOrders: {
      value: sum(`select count(*) as value from orders where ${openOrders}`),
      unit: "count",
      lines: byStatus("orders", openOrders),
    },
    stock: { value: sum("select sum(quantity) as value from inventoryMovements"), unit: "count", lines: [] },
    liveBatches: {
      value: sum("select count(*) as value from batches where status = 'LIVE'"),
      unit: "count",
      lines: byStatus("batches", "status <> 'LIVE'"),
    },
    topClients: topClients(database),
    clientNeeds: {
      value: sum("select count(*) as value from client_needs"),
      unit: "count",
      lines: lines(
        "count",
        `select clients.name as label, quantity as value from client_needs join clients on clients.id = client_id order by client_needs.id desc`,
      ),
    },
    upcomingEvents: {
      value: sum("select count(*) as value from calendar_events where status = 'SCHEDULED'"),
      unit: "count",
      lines: lines(
        "count",
        "select title || ', ' || substr(starts_at, 1, 10) as label, null as value from calendar_events where status = 'SCHEDULED' order by starts_at",
      ),
    },
  };
}

/** The newest months that have orders, newest first, and their sum. */
function revenue(database: DatabaseSync): Figure {
  const newest = queryOne<{ day: string | null }>(database, "select max(ordered_on) as day from orders")?.day;
  const months = newest === null || newest === undefined ? [] : monthsBefore(newest.slice(0, 7));
  const lines = months.map((month) => {
    const value = queryOne<{ value: number | null }>(
      database,
      "select sum(total_cents) as value from orders where ordered_on >= ? and ordered_on < ? and status <> 'CANCELLED'",
      `${month}-01`,
      `${month}-32`,
    )?.value;
    return { label: month, value: value ?? 0, unit: "cents" as const };
  });
  return { value: lines.reduce((total, line) => total + line.value, 0), unit: "cents", lines };
}

function topClients(database: DatabaseSync): Figure {
  const rows = query<{ label: string; value: number }>(
    database,
    `select name as label, total_cents as value from clients
     join (select client_id, sum(total_cents) as total_cents from orders where status <> 'CANCELLED' group by client_id) on client_id = clients.id
     order by value desc limit ${LINES_MAX}`,
  );
  return { value: rows[0]?.value ?? 0, unit: "cents", lines: rows.map((row) => ({ ...row, unit: "cents" as const })) };
}

/** `month` and those before it, newest first. */
function monthsBefore(month: string): readonly string[] {
  return Array.from({ length: MONTHS }, (_, back) => {
    const date = new Date(`${month}-01`);
    date.setUTCMonth(date.getUTCMonth() - back);
    return date.toISOString().slice(0, 7);
  });
}
