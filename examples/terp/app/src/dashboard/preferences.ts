import { LAYOUT_PRESETS, type LayoutId, type WidgetPlacement } from "./presets.ts";
import type { WidgetId } from "./widgets.ts";

/** What one user's dashboard looks like. */
export interface DashboardState {
  readonly activeLayout: LayoutId;
  readonly widgets: readonly WidgetPlacement[];
}

export const DEFAULT_LAYOUT: LayoutId = "executive";

/** Where every user starts, and what "Reset" goes back to. */
export function initialState(): DashboardState {
  return { activeLayout: DEFAULT_LAYOUT, widgets: LAYOUT_PRESETS[DEFAULT_LAYOUT].widgets };
}

/** The dashboard after the user chose `layout`. */
export function setActiveLayout(state: DashboardState, layout: LayoutId): DashboardState {
  if (layout === state.activeLayout) return state;
  const preset = LAYOUT_PRESETS[layout];
  const widgets = preset.widgets;
  return { activeLayout: layout, widgets };
}

/** The dashboard after the user ticked or unticked a widget. */
export function toggleWidget(state: DashboardState, id: WidgetId): DashboardState {
  const widgets = state.widgets.map((widget) => (widget.id === id ? { ...widget, visible: !widget.visible } : widget));
  return { ...state, widgets };
}

/** The dashboard after the user moved a widget one place up (-1) or down (1). */
export function moveWidget(state: DashboardState, id: WidgetId, by: -1 | 1): DashboardState {
  const from = state.widgets.findIndex((widget) => widget.id === id);
  const moved = state.widgets[from];
  const other = state.widgets[from + by];
  if (moved === undefined || other === undefined) return state;
  const widgets = state.widgets.map((widget) => (widget.id === moved.id ? other : widget.id === other.id ? moved : widget));
  return { ...state, widgets };
}
