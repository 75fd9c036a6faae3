import type { DatabaseSync } from "node:sqlite";
import { change, queryOne } from "../database/query.ts";
import { type DashboardState, initialState } from "./preferences.ts";
import { layoutId, type WidgetPlacement } from "./presets.ts";
import { widgetId } from "./widgets.ts";

/** The user's saved dashboard; the initial one when nothing (or nothing readable) was saved. */
export function loadState(database: DatabaseSync, userId: number): DashboardState {
  const row = queryOne<{ active_layout: string; widgets: string }>(
    database,
    "select active_layout, widgets from userDashboardPreferences where user_id = ?",
    userId,
  );
  const activeLayout = layoutId(row?.active_layout);
  if (row === undefined || activeLayout === undefined) return initialState();
  return { activeLayout, widgets: readWidgets(row.widgets) };
}

/** Keeps the user's dashboard. */
export function saveState(database: DatabaseSync, userId: number, state: DashboardState): void {
  change(
    database,
    `insert into userDashboardPreferences (user_id, active_layout, widgets) values (?, ?, ?)
     on conflict (user_id) do update set active_layout = excluded.active_layout, widgets = excluded.widgets`,
    userId,
    state.activeLayout,
    JSON.stringify(state.widgets),
  );
}

function readWidgets(text: string): readonly WidgetPlacement[] {
  const saved: unknown = JSON.parse(text);
  if (!Array.isArray(saved)) return [];
  return saved.flatMap((entry: { id?: unknown; visible?: unknown }) => {
    const id = widgetId(entry.id);
    return id === undefined ? [] : [{ id, visible: entry.visible === true }];
  });
}
