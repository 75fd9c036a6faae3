import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { calendarPages } from "./pages/calendar.ts";
import { clientPages } from "./pages/clients.ts";
import { dashboardPages } from "./pages/dashboard.ts";
import { healthPages } from "./pages/health.ts";
import { matchmakingPages } from "./pages/matchmaking.ts";
import { orderPages } from "./pages/orders.ts";
import { vendorSupplyPages } from "./pages/vendor-supply.ts";

/** The whole application over an open database. */
export function createApp(database: DatabaseSync): Hono {
  const app = new Hono();
  app.route("/", dashboardPages(database));
  app.route("/", orderPages(database));
  app.route("/", clientPages(database));
  app.route("/", vendorSupplyPages(database));
  app.route("/", matchmakingPages(database));
  app.route("/", calendarPages(database));
  app.route("/", healthPages(database));
  return app;
}
