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

interface EventDetail extends EventRow {
  readonly organizer_id: number;
  readonly organizer: string;
  readonly client: string | null;
  readonly vendor: string | null;
  readonly order_id: number | null;
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
        // Any time of the last day: a "T" stands before the time, and "U" comes after "T".
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
  const event = queryOne<EventDetail>(
    database,
    `select calendar_events.id, title, event_type, starts_at, calendar_events.status, organizer_id, users.name as organizer,
       clients.name as client, vendors.name as vendor, calendar_events.order_id
     from calendar_events join users on users.id = organizer_id
     left join clients on clients.id = calendar_events.client_id left join vendors on vendors.id = calendar_events.vendor_id
     where calendar_events.id = ?`,
    id,
  );
  if (event === undefined) return undefined;
  const participants = query<{ id: number; name: string; role: string; response: string }>(
    database,
    `select people.id, coalesce(users.name, clients.name, people.email) as name, people.role, people.response
     from calendar_event_participants as people
     left join users on users.id = people.user_id left join clients on clients.id = people.client_id
     where people.event_id = ? order by people.id`,
    id,
  );
  return { ...event, participants };
}
