import { ROUTES, type Route } from "../routes.ts";
import { type Html, html } from "./html.ts";

const SECTIONS: readonly { readonly title: string; readonly entries: readonly (readonly [Route, string])[] }[] = [
  {
    title: "Today",
    entries: [
      [ROUTES.dashboard, "Dashboard"],
      [ROUTES.calendar, "Calendar"],
    ],
  },
  {
    title: "Sell",
    entries: [
      [ROUTES.orders, "Orders"],
      [ROUTES.clients, "Clients"],
      [ROUTES.matchmaking, "Matchmaking"],
    ],
  },
  { title: "Buy", entries: [[ROUTES.vendorSupply, "Vendor supply"]] },
  { title: "Set up", entries: [[ROUTES.customise, "Customise dashboard"]] },
];

/** The dashboard's own frame, with the newer sidebar grouped by kind of work. */
export function dashboardLayout(path: string, body: Html): Html {
  return html`<div class="dashboard-layout">
    <nav class="dashboard-sidebar" aria-label="Dashboard">
      ${SECTIONS.map(
        (section) => html`<section>
          <h2>${section.title}</h2>
          ${section.entries.map(([route, title]) => html`<a href="${route}" ${path === route ? html`aria-current="page"` : ""}>${title}</a>`)}
        </section>`,
      )}
    </nav>
    <div class="dashboard-body">${body}</div>
  </div>`;
}
