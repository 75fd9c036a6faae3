import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { change, query, queryOne } from "../database/query.ts";
import { formatMoney } from "../finance/money.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { html } from "../shell/html.ts";
import { dayField, positiveField } from "./form.ts";

interface OfferRow {
  readonly vendor: string;
  readonly product: string;
  readonly quantity: number;
  readonly price_cents: number;
  readonly available_on: string;
}

/** What vendors offer, and the form that records a new offer. */
export function vendorSupplyPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get(ROUTES.vendorSupply, (context) => {
    const offers = query<OfferRow>(
      database,
      `select vendors.name as vendor, products.name as product, quantity, vendor_supply.price_cents, available_on
       from vendor_supply join vendors on vendors.id = vendor_id join products on products.id = product_id order by available_on, vendor_supply.id`,
    );
    const vendors = query<{ id: number; name: string }>(database, "select id, name from vendors order by name");
    const body = html`<table>
        <tr><th>Vendor</th><th>Product</th><th>Quantity</th><th>Price</th><th>From</th></tr>
        ${offers.map(
          (offer) => html`<tr>
            <td>${offer.vendor}</td><td>${offer.product}</td><td class="number">${offer.quantity}</td>
            <td class="number">${formatMoney(offer.price_cents)}</td><td>${offer.available_on}</td>
          </tr>`,
        )}
      </table>
      <form method="post" action="${ROUTES.vendorSupply}">
        <label>Vendor <select name="vendor">${vendors.map((vendor) => html`<option value="${vendor.id}">${vendor.name}</option>`)}</select></label>
        <label>Product <input name="product" type="number"></label>
        <label>Quantity <input name="quantity" type="number"></label>
        <label>Price (cents) <input name="price" type="number"></label>
        <label>From <input name="from" type="date"></label>
        <button>Add</button>
      </form>`;
    return context.html(appShell({ path: context.req.path, title: "Vendor supply", body }));
  });

  app.post(ROUTES.vendorSupply, async (context) => {
    const form = await context.req.parseBody();
    const [vendor, product, quantity, price, from] = [
      positiveField(form, "vendor"),
      positiveField(form, "product"),
      positiveField(form, "quantity"),
      positiveField(form, "price"),
      dayField(form, "from"),
    ];
    const known =
      vendor !== undefined &&
      product !== undefined &&
      queryOne(database, "select 1 from vendors, products where vendors.id = ? and products.id = ?", vendor, product) !== undefined;
    if (!known || quantity === undefined || price === undefined || from === undefined) {
      return context.text("expected a vendor, a product, a quantity, a price and a day", 400);
    }
    change(
      database,
      "insert into vendor_supply (vendor_id, product_id, quantity, price_cents, available_on) values (?, ?, ?, ?, ?)",
      vendor,
      product,
      quantity,
      price,
      from,
    );
    return context.redirect(ROUTES.vendorSupply, 303);
  });
  return app;
}
