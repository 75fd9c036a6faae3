import { query } from "../../database/query.ts";
import type { Day } from "../../finance/dates.ts";
import { addDays, businessDaysAfter } from "../business-days.ts";
import { eventAgenda, holdEvents, type PlannedEvent } from "../event-life.ts";
import type { Generator, SeedContext } from "../generator.ts";
import { prepared, remember } from "../memory.ts";
import { EVERYBODY, SALES, WAREHOUSE } from "../staff.ts";
import { countToday } from "../volumes.ts";
import { BUYERS } from "./people.ts";

const [MEETINGS, VISITS, INTERNAL, SERIES] = [100, 40, 32, 6];
const WEEKS_OF_SERIES = 4;

/** One order in so many has its delivery in the calendar, on the day by which every order is there. */
const DELIVERY_EVERY = 55;
const DELIVERED_AFTER_DAYS = 6;

const STARTS = ["09:30", "11:30", "14:00", "16:30"] as const;
const RESPONSES = ["ACCEPTED", "ACCEPTED", "ACCEPTED", "TENTATIVE", "DECLINED", "PENDING"] as const;

/** Events with those who take part, their reminders, files and history. What lies behind took place or was cancelled, what is to come is planned. */
export const generator: Generator = {
  fills: [
    "calendar_events",
    "calendar_recurrence_rules",
    "calendar_recurrence_instances",
    "calendar_event_participants",
    "calendar_reminders",
    "calendar_event_history",
    "calendar_event_attachments",
    "calendar_event_permissions",
    "client_meeting_history",
  ],
  after: ["users", "clients", "vendors", "orders"],
  recall: (context) => void eventAgenda(context),
  day(context, day) {
    holdEvents(context, day);
    const { random, firstDay } = context;
    const first = day === firstDay ? 1 : 0;
    for (let left = countToday(context, MEETINGS) + first; left > 0; left--) {
      const client_id = random.between(1, BUYERS);
      plan(context, day, { event_type: "MEETING", title: `Meeting with ${nameOf(context, "clients", client_id)}`, client_id }, SALES);
    }
    for (let left = countToday(context, VISITS); left > 0; left--) {
      const vendor_id = random.between(1, 8);
      plan(context, day, { event_type: "VENDOR_VISIT", title: `Visit to ${nameOf(context, "vendors", vendor_id)}`, vendor_id }, EVERYBODY);
    }
    for (let left = countToday(context, INTERNAL); left > 0; left--)
      plan(context, day, { event_type: "INTERNAL", title: "Stock review" }, EVERYBODY);
    for (let left = countToday(context, SERIES) + first; left > 0; left--) planSeries(context, day);
    planDeliveries(context, day);
  },
};

interface Draft {
  readonly event_type: PlannedEvent["event_type"];
  readonly title: string;
  readonly client_id?: number;
  readonly vendor_id?: number;
  readonly order_id?: number;
  readonly recurrence_rule_id?: number;
  /** The day on which it takes place; in the next weeks unless said. */
  readonly on?: Day;
}

/** Enters an event. Every organizer takes part; so do the client, and a colleague who says yes, no, perhaps or nothing. */
function plan(context: SeedContext, day: Day, draft: Draft, organizers: readonly number[]): number {
  const { insert, random } = context;
  const { on = businessDaysAfter(day, random.between(2, 15)), ...columns } = draft;
  const organizer_id = random.pick(organizers);
  const starts_at = `${on}T${random.pick(STARTS)}`;
  const created_at = `${day}T09:15`;
  const event_id = insert("calendar_events", { organizer_id, ...columns, starts_at, status: "SCHEDULED", created_at });
  const { client_id = null, order_id = null, event_type } = columns;
  eventAgenda(context).add(on, { id: event_id, organizer_id, client_id, order_id, event_type, starts_at });
  insert("calendar_event_history", { event_id, status: "SCHEDULED", changed_by: organizer_id, changed_at: created_at });
  insert("calendar_event_participants", { event_id, user_id: organizer_id, role: "ORGANIZER", response: "ACCEPTED" });
  if (client_id !== null)
    insert("calendar_event_participants", { event_id, client_id, role: "REQUIRED", response: random.pick(RESPONSES) });
  const colleague = random.pick(EVERYBODY.filter((user) => user !== organizer_id));
  insert("calendar_event_participants", { event_id, user_id: colleague, role: "OPTIONAL", response: random.pick(RESPONSES) });
  insert("inbox_items", { user_id: colleague, kind: "EVENT", subject: columns.title, received_at: created_at, status: "READ" });
  insert("calendar_reminders", { event_id, user_id: organizer_id, minutes_before: random.pick([15, 60, 1440]) });
  insert("calendar_event_permissions", { event_id, user_id: colleague, permission: random.chance(0.3) ? "EDIT" : "VIEW" });
  if (event_id % 4 === 1) {
    const file = { name: "Agenda.pdf", url: `/files/events/${event_id}.pdf`, added_by: organizer_id, added_at: `${day}T09:20` };
    insert("calendar_event_attachments", { event_id, ...file });
  }
  return event_id;
}

/** The same meeting once a week, for some weeks. */
function planSeries(context: SeedContext, day: Day): void {
  const days = Array.from({ length: WEEKS_OF_SERIES }, (_, week) => businessDaysAfter(day, 2 + week * 5));
  const until_on = addDays(days.at(-1) ?? day, 1);
  const rule = context.insert("calendar_recurrence_rules", { frequency: "WEEKLY", every: 1, starts_on: days[0] ?? day, until_on });
  for (const on of days) {
    const draft: Draft = { event_type: "INTERNAL", title: "Counting the vault", recurrence_rule_id: rule, on };
    const event_id = plan(context, day, draft, WAREHOUSE);
    context.insert("calendar_recurrence_instances", { recurrence_rule_id: rule, event_id, occurs_on: on });
  }
}

/** Some of today's orders have their delivery in the calendar. */
function planDeliveries(context: SeedContext, day: Day): void {
  const sql = "select id, client_id from orders where ordered_on = ? and id % ? = 1 order by id";
  const orders = prepared(context, sql).all(day, DELIVERY_EVERY) as unknown as readonly {
    readonly id: number;
    readonly client_id: number;
  }[];
  for (const { id: order_id, client_id } of orders) {
    const title = `Delivery to ${nameOf(context, "clients", client_id)}`;
    plan(context, day, { event_type: "DELIVERY", title, client_id, order_id, on: businessDaysAfter(day, DELIVERED_AFTER_DAYS) }, WAREHOUSE);
  }
}

function nameOf(context: SeedContext, table: "clients" | "vendors", id: number): string {
  const names = remember(context, `names of ${table}`, () =>
    query<{ name: string }>(context.database, `select name from ${table} order by id`),
  );
  return names[id - 1]?.name ?? "";
}
