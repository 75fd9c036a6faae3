import { Link } from "react-router";
import { pathTo, ROUTES } from "../../routes.ts";
import { Badge } from "../parts/badge.tsx";
import { byDay, type DayEvents, type MonthEvent, monthTitle } from "./by-day.ts";

/** A month as days with their events. */
export function Month({ from, events }: { readonly from: string; readonly events: readonly MonthEvent[] }) {
  return (
    <>
      <h2>{monthTitle(from)}</h2>
      {events.length === 0 ? <p className="empty">Nothing is planned in this month.</p> : null}
      <ol className="days" data-list="events">
        {byDay(events).map((day) => (
          <DayEntry key={day.day} {...day} />
        ))}
      </ol>
    </>
  );
}

function DayEntry({ day, title, events }: DayEvents) {
  return (
    <li className="calendar-day">
      <h3>
        <time dateTime={day}>{title}</time>
      </h3>
      <ul>
        {events.map((event) => (
          <EventEntry key={event.id} event={event} />
        ))}
      </ul>
    </li>
  );
}

function EventEntry({ event }: { readonly event: MonthEvent }) {
  return (
    <li data-event={event.id}>
      <span className="muted">{event.starts_at.slice(11)}</span>
      <Link to={pathTo(ROUTES.event, event.id)}>{event.title}</Link>
      <Badge status={event.event_type} />
      <Badge status={event.status} />
    </li>
  );
}
