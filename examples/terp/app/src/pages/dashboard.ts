import type { DatabaseSync } from "node:sqlite";
import { type Context, Hono } from "hono";
import { loadState, saveState } from "../dashboard/preference-store.ts";
import { type DashboardState, initialState, moveWidget, setActiveLayout, toggleWidget } from "../dashboard/preferences.ts";
import { LAYOUT_IDS, LAYOUT_PRESETS, layoutId } from "../dashboard/presets.ts";
import { visibilityList } from "../dashboard/visibility-list.ts";
import { WIDGET_METADATA, widgetId } from "../dashboard/widgets.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { dashboardLayout } from "../shell/dashboard-layout.ts";
import { type Html, html } from "../shell/html.ts";
import { currentUser } from "./current-user.ts";

/** The dashboard and the page on which people arrange it. */
export function dashboardPages(database: DatabaseSync): Hono {
  const app = new Hono();
  const show = (context: Context) => {
    const path = context.req.path;
    const state = loadState(database, currentUser(context));
    return context.html(appShell({ path, title: "Dashboard", body: dashboardLayout(path, widgets(database, state)) }));
  };
  const update = (context: Context, next: (state: DashboardState) => DashboardState) => {
    const user = currentUser(context);
    saveState(database, user, next(loadState(database, user)));
    return context.redirect(ROUTES.customise, 303);
  };

  app.get(ROUTES.home, show);
  app.get(ROUTES.dashboard, show);
  app.get(ROUTES.customise, (context) => {
    const path = context.req.path;
    const state = loadState(database, currentUser(context));
    return context.html(appShell({ path, title: "Customise dashboard", body: dashboardLayout(path, settings(state)) }));
  });
  app.post("/dashboard/layout", async (context) => {
    const layout = layoutId((await context.req.parseBody())["layout"]);
    return layout === undefined ? context.text("no such layout", 400) : update(context, (state) => setActiveLayout(state, layout));
  });
  app.post("/dashboard/reset", (context) => update(context, initialState));
  app.post("/dashboard/widgets/:id/:action", (context) => {
    const id = widgetId(context.req.param("id"));
    const action = context.req.param("action");
    if (id === undefined) return context.text("no such widget", 404);
    if (action === "toggle") return update(context, (state) => toggleWidget(state, id));
    if (action === "up" || action === "down") return update(context, (state) => moveWidget(state, id, action === "up" ? -1 : 1));
    return context.text("no such action", 404);
  });
  return app;
}

function widgets(database: DatabaseSync, state: DashboardState): Html {
  const visible = state.widgets.filter((widget) => widget.visible);
  return html`<div class="widgets">
    ${visible.map(
      ({ id }) => html`<section class="widget" data-widget="${id}">
        <h2>${WIDGET_METADATA[id].title}</h2>
        <p>${WIDGET_METADATA[id].value(database)}</p>
      </section>`,
    )}
  </div>`;
}

function settings(state: DashboardState): Html {
  return html`<h2>Layout</h2>
    <form method="post" action="/dashboard/layout">
      ${LAYOUT_IDS.map(
        (id) => html`<button name="layout" value="${id}" aria-pressed="${id === state.activeLayout}">${LAYOUT_PRESETS[id].title}</button> `,
      )}
    </form>
    <form method="post" action="/dashboard/reset"><button>Reset</button></form>
    <h2>Widget visibility</h2>
    ${visibilityList(state)}`;
}
