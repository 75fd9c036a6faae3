import type { DashboardState } from "./preferences.ts";
import { WIDGET_METADATA, type WidgetId } from "./widgets.ts";

/** A line of the "Widget visibility" list. */
export interface VisibilityRow {
  readonly id: WidgetId;
  readonly title: string;
  readonly visible: boolean;
  /** May its place be changed? */
  readonly movable: boolean;
}

/** The "Widget visibility" list: one row per widget, in the order of the dashboard. */
export function visibilityList(state: DashboardState): readonly VisibilityRow[] {
  return state.widgets.map(({ id, visible }) => ({ id, title: WIDGET_METADATA[id].title, visible, movable: true }));
}
