import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { loadState, saveState } from "../dashboard/preference-store.ts";
import { LAYOUT_IDS } from "../dashboard/presets.ts";
import { WIDGET_IDS } from "../dashboard/widgets.ts";
import type { ApiEnv } from "./context.ts";
import { readFigures } from "./figures.ts";
import { body } from "./validate.ts";

const STATE = z.object({
  activeLayout: z.enum(LAYOUT_IDS),
  widgets: z
    .array(z.object({ id: z.enum(WIDGET_IDS), visible: z.boolean() }))
    .refine((widgets) => new Set(widgets.map((widget) => widget.id)).size === widgets.length, "expected each widget once"),
});

/** The signed-in user's dashboard, and the figures of all widgets. */
export function dashboardApi(database: DatabaseSync) {
  return new Hono<ApiEnv>()
    .get("/dashboard", (context) => context.json(loadState(database, context.var.user.id), 200))
    .put("/dashboard", body(STATE), (context) => {
      const state = context.req.valid("json");
      saveState(database, context.var.user.id, state);
      return context.json(state, 200);
    })
    .get("/dashboard/widgets", (context) => context.json(readFigures(database), 200));
}
