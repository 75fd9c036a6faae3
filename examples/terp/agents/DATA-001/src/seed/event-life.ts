import { query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { type Agenda, createAgenda } from "./agenda.ts";
import type { SeedContext } from "./generator.ts";
import { prepared, remember } from "./memory.ts";

/** An event that is still to come. */
export interface PlannedEvent {
  readonly id: number;
  readonly organizer_id: number;
  readonly client_id: number | null;
  readonly order_id: number | null;
  readonly event_type: "MEETING" | "DELIVERY" | "VENDOR_VISIT" | "INTERNAL";
  readonly starts_at: string;
}

const CANCELLED = 0.08;

/** Events by the day on which they take place. */
export function eventAgenda(context: SeedContext): Agenda<PlannedEvent> {
  return remember(context, "event agenda", () => {
    const agenda = createAgenda<PlannedEvent>();
    const planned = query<PlannedEvent>(
      context.database,
      "select id, organizer_id, client_id, order_id, event_type, starts_at from calendar_events where status = 'SCHEDULED'",
    );
    for (const event of planned) agenda.add(event.starts_at.slice(0, 10), event);
    return agenda;
  });
}

/** Today's events take place, or do not. A meeting with a client is told in the client's story. */
export function holdEvents(context: SeedContext, day: Day): void {
  for (const event of eventAgenda(context).take(day)) {
    const takesPlace =
      event.order_id === null ? !context.randomOf(`event:${event.id}`).chance(CANCELLED) : !isCancelled(context, event.order_id);
    const status = takesPlace ? "COMPLETED" : "CANCELLED";
    const changed_at = `${day}T17:00`;
    context.insert("calendar_event_history", { event_id: event.id, status, changed_by: event.organizer_id, changed_at });
    context.update("calendar_events", event.id, { status });
    if (takesPlace && event.event_type === "MEETING" && event.client_id !== null) tellMeeting(context, event, event.client_id, day);
  }
}

function isCancelled(context: SeedContext, order: number): boolean {
  return prepared(context, "select status from orders where id = ?").get(order)?.["status"] === "CANCELLED";
}

function tellMeeting({ insert }: SeedContext, event: PlannedEvent, client_id: number, day: Day): void {
  const summary = "Talked about the next months";
  insert("client_meeting_history", { client_id, user_id: event.organizer_id, met_at: `${day}T17:10`, summary, event_id: event.id });
  insert("client_activity", { client_id, happened_on: day, kind: "MEETING", summary });
}
