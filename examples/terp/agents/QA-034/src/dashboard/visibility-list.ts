import type { DashboardState } from "./preferences.ts";
import { WIDGET_IDS, WIDGET_METADATA, type WidgetId } from "./widgets.ts";

/** A line of the "Widget visibility" list. */
export interface VisibilityRow {
  readonly id: WidgetId;
  readonly title: string;
  readonly visible: boolean;
  /** May its place be changed? Only of a widget that the layout has. */
  readonly movable: boolean;
}

/** The "Widget visibility" list: first what the layout has, in the order of the dashboard, then every other widget, unticked. */
export function visibilityList(state: DashboardState): readonly VisibilityRow[] {
  const row = (id: WidgetId, visible: boolean, movable: boolean) => ({ id, title: WIDGET_METADATA[id].title, visible, movable });
  const missing = WIDGET_IDS.filter((id) => !state.widgets.some((widget) => widget.id === id));
  return [...state.widgets.map(({ id, visible }) => row(id, visible, true)), ...missing.map((id) => row(id, false, false))];
}
