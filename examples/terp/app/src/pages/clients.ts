import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { change, query, queryOne } from "../database/query.ts";
import { formatMoney } from "../finance/money.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { html } from "../shell/html.ts";
import { dayField, positiveField } from "./form.ts";

interface ClientRow {
  readonly id: number;
  readonly name: string;
  readonly tier: string;
  readonly orders: number;
  readonly total_cents: number;
}

/** Clients with what they bought and, on their own page, what they look for. */
export function clientPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get(ROUTES.clients, (context) => {
    const clients = query<ClientRow>(
      database,
      `select clients.id, name, tier, count(orders.id) as orders, coalesce(sum(total_cents), 0) as total_cents
       from clients left join orders on orders.client_id = clients.id group by clients.id order by total_cents desc, name`,
    );
    const body = html`<table>
      <tr><th>Client</th><th>Tier</th><th>Orders</th><th>Revenue</th></tr>
      ${clients.map(
        (client) => html`<tr>
          <td><a href="/clients/${client.id}">${client.name}</a></td><td>${client.tier}</td>
          <td class="number">${client.orders}</td><td class="number">${formatMoney(client.total_cents)}</td>
        </tr>`,
      )}
    </table>`;
    return context.html(appShell({ path: context.req.path, title: "Clients", body }));
  });

  app.get("/clients/:id", (context) => {
    const client = queryOne<{ id: number; name: string; terms: string }>(
      database,
      "select id, name, terms from clients where id = ?",
      Number(context.req.param("id")),
    );
    if (client === undefined) return context.notFound();
    const needs = query<{ product: string; quantity: number; needed_by: string }>(
      database,
      `select products.name as product, quantity, needed_by from client_needs
       join products on products.id = product_id where client_id = ? order by needed_by`,
      client.id,
    );
    const body = html`<p>Terms: ${client.terms}</p>
      <h2>Needs</h2>
      <ul>${needs.map((need) => html`<li>${need.quantity} × ${need.product} by ${need.needed_by}</li>`)}</ul>
      <form method="post" action="/clients/${client.id}/needs">
        <label>Product <input name="product" type="number"></label>
        <label>Quantity <input name="quantity" type="number"></label>
        <label>Price up to (cents) <input name="price" type="number"></label>
        <label>Needed by <input name="by" type="date"></label>
        <button>Add</button>
      </form>`;
    return context.html(appShell({ path: context.req.path, title: client.name, body }));
  });

  app.post("/clients/:id/needs", async (context) => {
    const client = queryOne<{ id: number }>(database, "select id from clients where id = ?", Number(context.req.param("id")));
    if (client === undefined) return context.notFound();
    const form = await context.req.parseBody();
    const [product, quantity, price, by] = [
      positiveField(form, "product"),
      positiveField(form, "quantity"),
      positiveField(form, "price"),
      dayField(form, "by"),
    ];
    const known = product !== undefined && queryOne(database, "select id from products where id = ?", product) !== undefined;
    if (!known || quantity === undefined || price === undefined || by === undefined) {
      return context.text("expected a product, a quantity, a price and a day", 400);
    }
    change(
      database,
      "insert into client_needs (client_id, product_id, quantity, price_cents_max, needed_by) values (?, ?, ?, ?, ?)",
      client.id,
      product,
      quantity,
      price,
      by,
    );
    return context.redirect(`/clients/${client.id}`, 303);
  });
  return app;
}
