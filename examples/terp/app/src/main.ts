import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { openDatabase } from "./database/open.ts";
import { createApp } from "./server/app.ts";

/**
 * Environment: `TERP_DATABASE` the database file, `PORT` the port (0 takes a free one), `TERP_PAGES` the folder with the
 * built pages (`vite build --outDir`), `dist/web` without it.
 */
const database = openDatabase(process.env["TERP_DATABASE"] ?? "terp.db");
const app = createApp(database, { pages: process.env["TERP_PAGES"] ?? "dist/web" });
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"] ?? "3000") }, announce);

function announce({ port }: AddressInfo): void {
  console.log(`listening on http://127.0.0.1:${port}`);
}

process.once("SIGTERM", () => {
  server.close(() => database.close());
});
