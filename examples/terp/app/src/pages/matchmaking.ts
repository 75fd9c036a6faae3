import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { change, query } from "../database/query.ts";
import { formatMoney } from "../finance/money.ts";
import { matchScore, type Need, type Supply } from "../matchmaking/score.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { type Html, html } from "../shell/html.ts";

/** Where the two "Add" buttons lead. */
const ADD_LINKS = { need: "/needs/new", supply: "/supply/new" };

/** Matches worth showing have at least this score. */
const SCORE_MIN = 50;

interface NeedRow extends Need {
  readonly id: number;
  readonly client: string;
  readonly product: string;
}

interface SupplyRow extends Supply {
  readonly id: number;
  readonly vendor: string;
  readonly product: string;
}

interface Match {
  readonly need: NeedRow;
  readonly supply: SupplyRow;
  readonly score: number;
}

/** What clients look for beside what vendors offer, and the pairs that fit. */
export function matchmakingPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get(ROUTES.matchmaking, (context) => {
    const needs = readNeeds(database);
    const supply = readSupply(database);
    const matches = findMatches(needs, supply);
    return context.html(appShell({ path: context.req.path, title: "Matchmaking", body: page(needs, supply, matches) }));
  });
  app.post("/matchmaking/suggest", (context) => {
    for (const match of findMatches(readNeeds(database), readSupply(database))) {
      change(
        database,
        "insert or ignore into match_records (client_need_id, vendor_supply_id, score, status) values (?, ?, ?, 'SUGGESTED')",
        match.need.id,
        match.supply.id,
        match.score,
      );
    }
    return context.redirect(ROUTES.matchmaking, 303);
  });
  return app;
}

function findMatches(needs: readonly NeedRow[], supplies: readonly SupplyRow[]): readonly Match[] {
  return needs
    .flatMap((need) => supplies.map((supply) => ({ need, supply, score: matchScore(need, supply) })))
    .filter((match) => match.score >= SCORE_MIN)
    .sort((a, b) => b.score - a.score);
}

function page(needs: readonly NeedRow[], supplies: readonly SupplyRow[], matches: readonly Match[]): Html {
  return html`<div class="columns">
      <section>
        <h2>Needs</h2>
        <a class="button" data-add="need" href="${ADD_LINKS.need}">Add Need</a>
        <ul>${needs.map((need) => html`<li>${need.client}: ${need.quantity} × ${need.product}, up to ${formatMoney(need.priceCentsMax)}</li>`)}</ul>
      </section>
      <section>
        <h2>Supply</h2>
        <a class="button" data-add="supply" href="${ADD_LINKS.supply}">Add Supply</a>
        <ul>${supplies.map((supply) => html`<li>${supply.vendor}: ${supply.quantity} × ${supply.product} at ${formatMoney(supply.priceCents)}</li>`)}</ul>
      </section>
    </div>
    <h2>Matches</h2>
    <ol>${matches.map((match) => html`<li data-score="${match.score}">${match.need.client} ← ${match.supply.vendor}: ${match.supply.product}</li>`)}</ol>
    <form method="post" action="/matchmaking/suggest"><button>Keep as suggestions</button></form>`;
}

function readNeeds(database: DatabaseSync): readonly NeedRow[] {
  return query<NeedRow>(
    database,
    `select client_needs.id, clients.name as client, products.name as product, products.id as productId,
            products.strain_id as strainId, quantity, price_cents_max as priceCentsMax
     from client_needs join clients on clients.id = client_id join products on products.id = product_id
     order by needed_by, client_needs.id limit 100`,
  );
}

function readSupply(database: DatabaseSync): readonly SupplyRow[] {
  return query<SupplyRow>(
    database,
    `select vendor_supply.id, vendors.name as vendor, products.name as product, products.id as productId,
            products.strain_id as strainId, quantity, vendor_supply.price_cents as priceCents
     from vendor_supply join vendors on vendors.id = vendor_id join products on products.id = product_id
     order by available_on, vendor_supply.id limit 100`,
  );
}
