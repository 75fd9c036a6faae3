import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { z } from "zod";
import { query, queryOne } from "../database/query.ts";
import { monthOf } from "../finance/dates.ts";
import type { ApiEnv } from "./context.ts";
import { DAY, idParameter, search } from "./validate.ts";

const WINDOW = z.object({ from: DAY.optional(), to: DAY.optional() });
const EVENTS_MAX = 500;

export interface EventRow {
  readonly id: number;
  readonly title: string;
  readonly event_type: string;
  readonly starts_at: string;
  readonly status: string;
}

/** Events of a window of days (both included), in the order of their beginning. */
export function calendarApi(database: DatabaseSync, now: () => Date) {
  return new Hono<ApiEnv>()
    .get("/events", search(WINDOW), (context) => {
      const asked = context.req.valid("query");
      const month = monthOf(newestDay(database, now().toISOString().slice(0, 10)));
      const from = asked.from ?? month.from;
      const to = asked.to ?? month.to;
      const rows = query<EventRow>(
        database,
        `select id, title, event_type, starts_at, status from calendar_events
         where starts_at >= ? and starts_at < ? order by starts_at, id limit ${EVENTS_MAX}`,
        from,
        `${to}U`,
      );
      return context.json({ from, to, rows }, 200);
    })
    .get("/events/:id", idParameter, (context) => {
      const event = readEvent(database, context.req.valid("param").id);
      return event === undefined ? context.json({ error: "expected an event that exists, got none" }, 404) : context.json(event, 200);
    });
}

/** Where a calendar opens that nobody asked for a month: today, or the last day with an event when all are over. */
function newestDay(database: DatabaseSync, today: string): string {
  const last = queryOne<{ day: string | null }>(database, "select max(starts_at) as day from calendar_events")?.day;
  return last !== null && last !== undefined && last < today ? last.slice(0, 10) : today;
}

function readEvent(database: DatabaseSync, id: number) {
  const event = queryOne<EventRow & { organizer_id: number; organizer: string; client: string | null }>(
    database,
    `select calendar_events.id, title, event_type, starts_at, calendar_events.status, organizer_id, users.name as organizer,
       clients.name as client
     from calendar_events join users on users.id = organizer_id left join clients on clients.id = client_id where calendar_events.id = ?`,
    id,
  );
  if (event === undefined) return undefined;
  const participants = query<{ id: number; name: string; role: string }>(
    database,
    `select calendar_event_participants.id, coalesce(users.name, clients.name, calendar_event_participants.email) as name,
       calendar_event_participants.role
     from calendar_event_participants left join users on users.id = user_id left join clients on clients.id = client_id
     where event_id = ? order by calendar_event_participants.id`,
    id,
  );
  return { ...event, participants };
}
