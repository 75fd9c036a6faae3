import { ROUTES, type Route } from "../routes.ts";
import { type Html, html } from "./html.ts";

const ENTRIES: readonly (readonly [Route, string])[] = [
  [ROUTES.dashboard, "Dashboard"],
  [ROUTES.orders, "Orders"],
  [ROUTES.clients, "Clients"],
  [ROUTES.vendorSupply, "Vendor supply"],
  [ROUTES.matchmaking, "Matchmaking"],
  [ROUTES.calendar, "Calendar"],
];

/** The application's first sidebar: one link per area. */
export function appSidebar(path: string): Html {
  return html`<nav class="app-sidebar" aria-label="Main">
    ${ENTRIES.map(([route, title]) => html`<a href="${route}" ${path === route ? html`aria-current="page"` : ""}>${title}</a>`)}
  </nav>`;
}
