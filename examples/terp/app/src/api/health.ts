import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { appliedMigrations, pendingMigrations } from "../database/migrations.ts";
import type { ApiEnv } from "./context.ts";

/** For probes: healthy means that the database answers and has the whole schema of this version. */
export function healthApi(database: DatabaseSync) {
  return new Hono<ApiEnv>().get("/health", (context) => {
    const pending = pendingMigrations(database);
    return context.json({ healthy: pending.length === 0, applied: appliedMigrations(database), pending }, pending.length === 0 ? 200 : 503);
  });
}
