import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import type { ApiEnv } from "../api/context.ts";
import { body } from "../api/validate.ts";
import { SETTINGS } from "./requests.ts";
import { readSettings, saveSettings } from "./settings-store.ts";

/** What the signed-in user accepts by itself; nobody sees or changes another's. */
export function invitationSettingsApi(database: DatabaseSync) {
  return new Hono<ApiEnv>()
    .get("/invitation-settings", (context) => context.json(readSettings(database, context.var.user.id), 200))
    .put("/invitation-settings", body(SETTINGS), (context) => {
      saveSettings(database, context.var.user.id, context.req.valid("json"));
      return context.json(readSettings(database, context.var.user.id), 200);
    });
}
