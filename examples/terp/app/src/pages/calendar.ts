import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { change, query, transaction } from "../database/query.ts";
import { ROUTES } from "../routes.ts";
import { appShell } from "../shell/app-shell.ts";
import { type Html, html } from "../shell/html.ts";
import { currentUser } from "./current-user.ts";
import { dayField, textField } from "./form.ts";

const EVENT_TYPES = ["MEETING", "DELIVERY", "VENDOR_VISIT", "INTERNAL"] as const;
const EVENTS_SHOWN_MAX = 50;

interface EventRow {
  readonly id: number;
  readonly title: string;
  readonly event_type: string;
  readonly starts_at: string;
  readonly status: string;
  readonly participants: number;
}

/** Events in the order of their beginning, and the form that adds one. */
export function calendarPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get(ROUTES.calendar, (context) => {
    const events = query<EventRow>(
      database,
      `select calendar_events.id, title, event_type, starts_at, status, count(calendar_event_participants.id) as participants
       from calendar_events left join calendar_event_participants on event_id = calendar_events.id
       group by calendar_events.id order by starts_at desc limit ?`,
      EVENTS_SHOWN_MAX,
    );
    const body = html`<ul class="events">${events.map(eventEntry)}</ul>
      ${newEventForm()}`;
    return context.html(appShell({ path: context.req.path, title: "Calendar", body }));
  });

  app.post(ROUTES.calendar, async (context) => {
    const form = await context.req.parseBody();
    const title = textField(form, "title");
    const day = dayField(form, "day");
    const type = EVENT_TYPES.find((candidate) => candidate === form["type"]);
    if (title === undefined || day === undefined || type === undefined) return context.text("expected a title, a day and a type", 400);
    const user = currentUser(context);
    transaction(database, () => {
      const event = change(
        database,
        "insert into calendar_events (organizer_id, title, event_type, starts_at, status) values (?, ?, ?, ?, 'SCHEDULED')",
        user,
        title,
        type,
        `${day}T09:00`,
      );
      change(database, "insert into calendar_event_participants (event_id, user_id, role) values (?, ?, 'ORGANIZER')", event, user);
    });
    return context.redirect(ROUTES.calendar, 303);
  });
  return app;
}

function eventEntry(event: EventRow): Html {
  return html`<li data-event="${event.id}">
    <strong>${event.title}</strong> ${event.starts_at} · ${event.event_type} · ${event.status} · ${event.participants} taking part
  </li>`;
}

function newEventForm(): Html {
  return html`<h2>New event</h2>
    <form method="post" action="${ROUTES.calendar}">
      <label>Title <input name="title"></label>
      <label>Day <input name="day" type="date"></label>
      <label>Type <select name="type">${EVENT_TYPES.map((type) => html`<option>${type}</option>`)}</select></label>
      <button>Add</button>
    </form>`;
}
