import { type Html, html } from "../shell/html.ts";
import type { DashboardState } from "./preferences.ts";
import { WIDGET_METADATA } from "./widgets.ts";

/** The "Widget visibility" list: one row per widget with a tick box and buttons that move it. */
export function visibilityList(state: DashboardState): Html {
  return html`<ul class="visibility">
    ${state.widgets.map(
      (widget) => html`<li data-option="${widget.id}">
        <form method="post" action="/dashboard/widgets/${widget.id}/toggle">
          <label><input type="checkbox" onchange="this.form.submit()" ${widget.visible ? "checked" : ""}> ${WIDGET_METADATA[widget.id].title}</label>
        </form>
        ${moveButton(widget.id, "up")} ${moveButton(widget.id, "down")}
      </li>`,
    )}
  </ul>`;
}

function moveButton(id: string, direction: "up" | "down"): Html {
  return html`<form method="post" action="/dashboard/widgets/${id}/${direction}"><button>Move ${direction}</button></form>`;
}
