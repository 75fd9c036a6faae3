import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { openDatabase } from "./database/open.ts";
import { createApp } from "./server.ts";

/** Environment: `TERP_DATABASE` the database file, `PORT` the port (0 takes a free one). */
const database = openDatabase(process.env["TERP_DATABASE"] ?? "terp.db");
const server = serve({ fetch: createApp(database).fetch, hostname: "127.0.0.1", port: Number(process.env["PORT"] ?? "3000") }, announce);

function announce({ port }: AddressInfo): void {
  console.log(`listening on http://127.0.0.1:${port}`);
}

process.once("SIGTERM", () => {
  server.close(() => database.close());
});
