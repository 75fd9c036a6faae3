import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { query, queryOne } from "../database/query.ts";
import { formatMoney } from "../finance/money.ts";
import { dueOn, type PaymentTerms } from "../finance/payment-terms.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { html } from "../shell/html.ts";

const ORDERS_SHOWN_MAX = 50;

interface OrderRow {
  readonly id: number;
  readonly client: string;
  readonly ordered_on: string;
  readonly status: string;
  readonly terms: PaymentTerms;
  readonly total_cents: number;
}

const SELECT_ORDERS = `select orders.id, clients.name as client, ordered_on, status, orders.terms, total_cents
  from orders join clients on clients.id = client_id`;

/** The newest orders, and each order with its lines. */
export function orderPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get(ROUTES.orders, (context) => {
    const orders = query<OrderRow>(database, `${SELECT_ORDERS} order by ordered_on desc, orders.id desc limit ?`, ORDERS_SHOWN_MAX);
    const body = html`<table>
      <tr><th>Order</th><th>Client</th><th>Day</th><th>Status</th><th>Total</th></tr>
      ${orders.map(
        (order) => html`<tr>
          <td><a href="/orders/${order.id}">${order.id}</a></td><td>${order.client}</td><td>${order.ordered_on}</td>
          <td>${order.status}</td><td class="number">${formatMoney(order.total_cents)}</td>
        </tr>`,
      )}
    </table>`;
    return context.html(appShell({ path: context.req.path, title: "Orders", body }));
  });

  app.get("/orders/:id", (context) => {
    const order = queryOne<OrderRow>(database, `${SELECT_ORDERS} where orders.id = ?`, Number(context.req.param("id")));
    if (order === undefined) return context.notFound();
    const lines = query<{ product: string; quantity: number; price_cents: number }>(
      database,
      `select products.name as product, quantity, order_line_items.price_cents
       from order_line_items join products on products.id = product_id where order_id = ? order by order_line_items.id`,
      order.id,
    );
    const body = html`<p>${order.client}, ${order.ordered_on}, ${order.status}. Terms ${order.terms}: due ${dueOn(order.ordered_on, order.terms)}.</p>
      <table>
        <tr><th>Product</th><th>Quantity</th><th>Price</th><th>Amount</th></tr>
        ${lines.map(
          (line) => html`<tr>
            <td>${line.product}</td><td class="number">${line.quantity}</td>
            <td class="number">${formatMoney(line.price_cents)}</td><td class="number">${formatMoney(line.price_cents * line.quantity)}</td>
          </tr>`,
        )}
      </table>
      <p>Total ${formatMoney(order.total_cents)}</p>`;
    return context.html(appShell({ path: context.req.path, title: `Order ${order.id}`, body }));
  });
  return app;
}
