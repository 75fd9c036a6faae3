import { query } from "../../database/query.ts";
import { addDays, daysBetween } from "../../finance/dates.ts";
import { FIRST_DAY, LAST_DAY, scaled } from "../business.ts";
import type { Generator, Row } from "../generator.ts";

/** The calendar already knows the next weeks. */
const DAYS_AHEAD = 30;

const KINDS = [
  { type: "MEETING", count: 100, title: (name: string) => `Meeting with ${name}`, withClient: true },
  { type: "DELIVERY", count: 80, title: (name: string) => `Delivery to ${name}`, withClient: true },
  { type: "VENDOR_VISIT", count: 40, title: (name: string) => `Visit to ${name}`, withClient: false },
  { type: "INTERNAL", count: 60, title: () => "Stock review", withClient: false },
] as const;

interface Named {
  readonly id: number;
  readonly name: string;
}

/** Events with those who take part and their reminders. What lies behind is completed, what is to come is scheduled. */
export const generator: Generator = {
  fills: ["calendar_events", "calendar_event_participants", "calendar_reminders"],
  after: ["users", "clients", "vendors"],
  run({ database, insert, random, scale }) {
    const named = (table: string) => query<Named>(database, `select id, name from ${table} order by id`);
    const [users, clients, vendors] = [named("users"), named("clients"), named("vendors")];
    const events: Row[] = [];
    const participants: Row[] = [];
    const reminders: Row[] = [];
    for (const kind of KINDS) {
      for (let left = scaled(kind.count, scale); left > 0; left--) {
        const id = events.length + 1;
        const organizer = random.pick(users);
        const other = random.pick(kind.withClient ? clients : vendors);
        const day = addDays(FIRST_DAY, random.between(0, daysBetween(FIRST_DAY, LAST_DAY) + DAYS_AHEAD));
        events.push({
          id,
          organizer_id: organizer.id,
          client_id: kind.withClient ? other.id : null,
          title: kind.title(other.name),
          event_type: kind.type,
          starts_at: `${day}T${random.pick(["09:00", "11:30", "14:00", "16:30"])}`,
          status: day <= LAST_DAY ? "COMPLETED" : "SCHEDULED",
        });
        participants.push({ event_id: id, user_id: organizer.id, client_id: null, role: "ORGANIZER" });
        if (kind.withClient) participants.push({ event_id: id, user_id: null, client_id: other.id, role: "REQUIRED" });
        if (id % 2 === 1) reminders.push({ event_id: id, user_id: organizer.id, minutes_before: random.pick([15, 60, 1440]) });
      }
    }
    insert("calendar_events", events);
    insert("calendar_event_participants", participants);
    insert("calendar_reminders", reminders);
  },
};
