import { query } from "../database/query.ts";
import type { Generator, Row } from "../seed/generator.ts";

const EVENTS_WITH_INVITATIONS_MAX = 60;
const ANSWERS = ["PENDING", "ACCEPTED", "DECLINED", "EXPIRED"] as const;

/** Invitations to some of the events, if there are events, and settings of every user. */
export const generator: Generator = {
  fills: ["calendar_event_invitations", "calendar_invitation_settings", "calendar_invitation_history"],
  after: ["users", "clients", "calendar_events", "calendar_event_participants"],
  run({ database, insert, random }) {
    const users = query<{ id: number }>(database, "select id from users order by id");
    const events = query<{ id: number; organizer_id: number }>(
      database,
      "select id, organizer_id from calendar_events order by starts_at desc, id limit ?",
      EVENTS_WITH_INVITATIONS_MAX,
    );
    const invitations: Row[] = [];
    const history: Row[] = [];
    for (const event of events) {
      const guest = random.pick(users.filter((user) => user.id !== event.organizer_id));
      const id = invitations.length + 1;
      const status = random.pick(ANSWERS);
      invitations.push({ id, event_id: event.id, invitee_type: "USER", user_id: guest.id, module: "calendar", status });
      history.push(historyRow(id, "DRAFT", event.organizer_id, "created"), historyRow(id, "PENDING", event.organizer_id, "sent"));
      if (status === "EXPIRED") history.push(historyRow(id, status, null, "no answer in time"));
      else if (status !== "PENDING") history.push(historyRow(id, status, guest.id, "the invitee's answer"));
    }
    insert("calendar_event_invitations", invitations);
    insert("calendar_invitation_history", history);
    insert(
      "calendar_invitation_settings",
      users.map(({ id }) => ({
        user_id: id,
        auto_accept_all: 0,
        organizers: "[]",
        event_types: random.chance(0.3) ? '["INTERNAL"]' : "[]",
        modules: "[]",
      })),
    );
  },
};

function historyRow(invitation_id: number, status: string, changed_by: number | null, reason: string): Row {
  return { invitation_id, status, changed_by, reason, overridden: 0 };
}
