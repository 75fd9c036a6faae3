import { type Html, html } from "../shell/html.ts";
import type { DashboardState } from "./preferences.ts";
import { WIDGET_IDS, WIDGET_METADATA, type WidgetId } from "./widgets.ts";

interface Option {
  readonly id: WidgetId;
  readonly visible: boolean;
  /** False for a widget that the layout lacks: it can be added, not moved. */
  readonly present: boolean;
}

/** The "Widget visibility" list: one row per widget with a tick box and, for those of the layout, buttons that move it. */
export function visibilityList(state: DashboardState): Html {
  return html`<ul class="visibility">
    ${options(state).map(
      ({ id, visible, present }) => html`<li data-option="${id}">
        <form method="post" action="/dashboard/widgets/${id}/toggle">
          <label><input type="checkbox" onchange="this.form.submit()" ${visible ? "checked" : ""}> ${WIDGET_METADATA[id].title}</label>
        </form>
        ${present ? [moveButton(id, "up"), moveButton(id, "down")] : ""}
      </li>`,
    )}
  </ul>`;
}

function options(state: DashboardState): readonly Option[] {
  const present = new Set(state.widgets.map((widget) => widget.id));
  const missing = WIDGET_IDS.filter((id) => !present.has(id));
  return [
    ...state.widgets.map((widget) => ({ ...widget, present: true })),
    ...missing.map((id) => ({ id, visible: false, present: false })),
  ];
}

function moveButton(id: WidgetId, direction: "up" | "down"): Html {
  return html`<form method="post" action="/dashboard/widgets/${id}/${direction}"><button>Move ${direction}</button></form>`;
}
