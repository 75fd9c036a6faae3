import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { calendarApi } from "../api/calendar.ts";
import { catalogApi } from "../api/catalog.ts";
import { clientsApi } from "../api/clients.ts";
import type { ApiEnv } from "../api/context.ts";
import { dashboardApi } from "../api/dashboard.ts";
import { healthApi } from "../api/health.ts";
import { inventoryApi } from "../api/inventory.ts";
import { invoicesApi } from "../api/invoices.ts";
import { ledgerApi } from "../api/ledger.ts";
import { matchmakingApi } from "../api/matchmaking.ts";
import { ordersApi } from "../api/orders.ts";
import { servePages } from "./pages.ts";
import { requireUser } from "./require-user.ts";
import { Sessions } from "./sessions.ts";
import { signInApi } from "./sign-in.ts";
import { writesFromHere } from "./writes-from-here.ts";

export interface AppOptions {
  /** The folder with the built pages; without it (or while it is empty) only the API answers. */
  readonly pages?: string;
  /** The clock, for tests. */
  readonly now?: () => Date;
}

const BODY_BYTES_MAX = 64 * 1024;

/** The whole application over an open database. */
export function createApp(database: DatabaseSync, { pages, now = () => new Date() }: AppOptions = {}) {
  const sessions = new Sessions(now);
  const tooLarge = bodyLimit({
    maxSize: BODY_BYTES_MAX,
    onError: (context) => context.json({ error: `expected at most ${BODY_BYTES_MAX} bytes, got more` }, 413),
  });
  const app = new Hono<ApiEnv>();
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"], imgSrc: ["'self'", "data:"] } }));
  app.use("/api/*", writesFromHere, tooLarge);

  // One line per area; those above `requireUser` answer everybody.
  const api = new Hono<ApiEnv>()
    .route("/", healthApi(database))
    .route("/", signInApi(database, sessions))
    .use(requireUser(database, sessions))
    .route("/", dashboardApi(database))
    .route("/", matchmakingApi(database))
    .route("/", clientsApi(database))
    .route("/", catalogApi(database))
    .route("/", ordersApi(database))
    .route("/", invoicesApi(database))
    .route("/", inventoryApi(database))
    .route("/", ledgerApi(database))
    .route("/", calendarApi(database, now));
  const typed = app.route("/api", api);

  app.all("/api/*", (context) => context.json({ error: `expected a known address, got ${context.req.path}` }, 404));
  if (pages !== undefined) servePages(app, pages);
  app.onError((error, context) => {
    if (error instanceof HTTPException) return context.json({ error: error.message }, error.status);
    console.error(error);
    return context.json({ error: "something went wrong here; it has been written to the server's log" }, 500);
  });
  return typed;
}

/** What the pages know of the API: `hc<AppType>(origin)`. */
export type AppType = ReturnType<typeof createApp>;
