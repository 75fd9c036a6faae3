import type { DatabaseSync } from "node:sqlite";
import { query } from "../database/query.ts";
import { addDays, type Day } from "../finance/dates.ts";
import type { Generator, Row, SeedContext } from "../seed/generator.ts";
import { autoAccepts } from "./auto-accept.ts";
import type { Instant } from "./instant.ts";
import type { InvitationStatus } from "./invitation.ts";
import { readSettings } from "./settings-store.ts";

const OUTSIDER_CHANCE = 0.3;
const OUTSIDERS = ["accountant@ledger.example", "inspector@county.example", "notary@seal.example", "press@weekly.example"];
/** The part of the program that invites, by type of event. */
const MODULES: Readonly<Record<string, string>> = { DELIVERY: "orders", VENDOR_VISIT: "purchasing" };

interface Event {
  readonly id: number;
  readonly organizer_id: number;
  readonly event_type: string;
  readonly starts_at: Instant;
  readonly created_at: Instant;
}

interface Participant {
  readonly id: number;
  readonly user_id: number | null;
  readonly client_id: number | null;
  readonly response: string;
}

/** What has become of an invitation, and how it went on after it was made. */
interface Outcome {
  readonly status: InvitationStatus;
  readonly expires_at?: Instant;
  /** Changes after the draft: sent, answered, … */
  readonly changes: readonly Row[];
}

/**
 * Settings of every user, and invitations to events. On each day those of the business day before are answered, so that nothing
 * is answered before it was sent, or later than the last day. Whoever takes part in an event was invited to it.
 */
export const generator: Generator = {
  fills: ["calendar_event_invitations", "calendar_invitation_settings", "calendar_invitation_history"],
  after: ["users", "clients", "calendar_events", "calendar_event_participants"],
  begin({ database, insert, random }) {
    const users = query<{ id: number }>(database, "select id from users order by id");
    insert(
      "calendar_invitation_settings",
      users.map(({ id }) => ({
        user_id: id,
        auto_accept_all: 0,
        organizers: random.chance(0.2) ? JSON.stringify([random.pick(users).id]) : "[]",
        event_types: random.chance(0.3) ? '["INTERNAL"]' : "[]",
        modules: random.chance(0.2) ? '["orders"]' : "[]",
      })),
    );
  },
  day(context, day) {
    let id = query<{ last: number }>(context.database, "select coalesce(max(id), 0) as last from calendar_event_invitations")[0]?.last ?? 0;
    for (const event of eventsBefore(context.database, day)) {
      for (const { invitee, outcome } of invitationsTo(context, event, day)) {
        id++;
        const { changes, ...state } = outcome;
        const module = MODULES[event.event_type] ?? "calendar";
        context.insert("calendar_event_invitations", { id, event_id: event.id, ...invitee, module, ...state });
        const draft = change("DRAFT", event.organizer_id, event.created_at, "created");
        context.insert(
          "calendar_invitation_history",
          [draft, ...changes].map((entry) => ({ invitation_id: id, ...entry })),
        );
      }
    }
  },
};

/** Events that were made on the business day before, and leave this morning to answer. */
function eventsBefore(database: DatabaseSync, day: Day): readonly Event[] {
  const isMonday = new Date(day).getUTCDay() === 1;
  return query<Event>(
    database,
    `select id, organizer_id, event_type, starts_at, created_at from calendar_events
     where created_at >= ? and created_at < ? and starts_at >= ? order by id`,
    addDays(day, isMonday ? -3 : -1),
    day,
    `${day}T12:00`,
  );
}

function invitationsTo(context: SeedContext, event: Event, day: Day): readonly { readonly invitee: Row; readonly outcome: Outcome }[] {
  const participants = query<Participant>(
    context.database,
    `select id, user_id, client_id, response from calendar_event_participants
     where event_id = ? and role <> 'ORGANIZER' and email is null order by id`,
    event.id,
  );
  const invited = participants.map((one) => ({
    invitee: {
      invitee_type: one.user_id === null ? "CLIENT" : "USER",
      user_id: one.user_id,
      client_id: one.client_id,
      participant_id: one.response === "ACCEPTED" ? one.id : null,
    },
    outcome: outcomeFor(context, event, one, morning(context, day)),
  }));
  if (isToCome(context, event)) return [...invited, ...colleagueTo(context, event)];
  if (invited.length > 0 && !context.random.chance(OUTSIDER_CHANCE)) return invited;
  const outsider = { invitee_type: "EXTERNAL", email: context.random.pick(OUTSIDERS) };
  return [...invited, { invitee: outsider, outcome: outcomeOutside(context, event, morning(context, day)) }];
}

/** Somebody who has still to answer. */
function colleagueTo(context: SeedContext, event: Event) {
  const others = query<{ id: number }>(
    context.database,
    `select id from users where id not in
       (select user_id from calendar_event_participants where event_id = ? and user_id is not null) and id <> ? order by id`,
    event.id,
    event.organizer_id,
  );
  if (others.length === 0) return [];
  const invitee = { invitee_type: "USER", user_id: context.random.pick(others).id };
  return [{ invitee, outcome: unanswered(context, event, event.created_at) }];
}

/** An invitation that ended as the event's list of participants says. An administrator answers for clients. */
function outcomeFor(context: SeedContext, event: Event, { user_id, response }: Participant, answeredAt: Instant): Outcome {
  const { database } = context;
  const about = { organizerId: event.organizer_id, eventType: event.event_type, module: MODULES[event.event_type] ?? "calendar" };
  if (user_id !== null && response === "ACCEPTED" && autoAccepts(readSettings(database, user_id), about)) {
    return {
      status: "AUTO_ACCEPTED",
      changes: [change("AUTO_ACCEPTED", event.organizer_id, event.created_at, "the invitee's settings")],
    };
  }
  if (response !== "ACCEPTED" && response !== "DECLINED") return unanswered(context, event, answeredAt);
  const sent = change("PENDING", event.organizer_id, event.created_at, "sent");
  const answer =
    user_id === null
      ? { ...change(response, administrator(database), answeredAt, "said so on the phone"), overridden: 1 }
      : change(response, user_id, answeredAt, "the invitee's answer");
  return { status: response, changes: [sent, answer] };
}

/** An invitation to somebody who does not take part. */
function outcomeOutside(context: SeedContext, event: Event, at: Instant): Outcome {
  switch (context.random.pick(["DRAFT", "CANCELLED", "EXPIRED"] as const)) {
    case "DRAFT":
      return { status: "DRAFT", changes: [] };
    case "CANCELLED": {
      const sent = change("PENDING", event.organizer_id, event.created_at, "sent");
      return { status: "CANCELLED", changes: [sent, change("CANCELLED", event.organizer_id, at, "taken back")] };
    }
    case "EXPIRED":
      return unanswered(context, event, at);
  }
}

/** Open as long as the event is to come; by `at` an invitation to one that takes place in the run has run out of time. */
function unanswered(context: SeedContext, event: Event, at: Instant): Outcome {
  const sent = change("PENDING", event.organizer_id, event.created_at, "sent");
  if (isToCome(context, event)) return { status: "PENDING", changes: [sent] };
  return { status: "EXPIRED", expires_at: at, changes: [sent, change("EXPIRED", null, at, "no answer in time")] };
}

function isToCome({ lastDay }: SeedContext, event: Event): boolean {
  return event.starts_at.slice(0, lastDay.length) > lastDay;
}

function change(status: InvitationStatus, changed_by: number | null, changed_at: Instant, reason: string): Row {
  return { status, changed_by, changed_at, reason, overridden: 0 };
}

/** A moment before noon. */
function morning({ random }: SeedContext, day: Day): Instant {
  const [hour, minute] = [random.between(8, 11), random.between(0, 59)];
  return `${day}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function administrator(database: DatabaseSync): number | null {
  return query<{ id: number }>(database, "select id from users where role = 'ADMIN' order by id limit 1")[0]?.id ?? null;
}
