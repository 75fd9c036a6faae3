import type { DatabaseSync } from "node:sqlite";
import { query, queryOne } from "../database/query.ts";
import type { Instant } from "./instant.ts";
import type { InvitationStatus, Invitee } from "./invitation.ts";

/** An invitation as people see it: its row, and the names of whom and what it is about. */
export interface Invitation {
  readonly id: number;
  readonly event_id: number;
  readonly invitee_type: Invitee["inviteeType"];
  readonly user_id: number | null;
  readonly client_id: number | null;
  readonly email: string | null;
  readonly module: string;
  readonly status: InvitationStatus;
  readonly expires_at: Instant | null;
  readonly invitee: string;
  readonly title: string;
  readonly starts_at: Instant;
}

export interface HistoryEntry {
  readonly status: InvitationStatus;
  readonly changed_by: number | null;
  /** Null when nobody did it: the time ran out. */
  readonly name: string | null;
  readonly changed_at: Instant;
  readonly reason: string;
  readonly overridden: boolean;
}

/** What inviting must know of an event. */
export interface InvitingEvent {
  readonly id: number;
  readonly organizer_id: number;
  readonly event_type: string;
}

const LISTED_MAX = 1_000;

const INVITATIONS = `
  select one.id, one.event_id, one.invitee_type, one.user_id, one.client_id, one.email, one.module, one.status, one.expires_at,
    coalesce(users.name, clients.name, one.email) as invitee, calendar_events.title, calendar_events.starts_at
  from calendar_event_invitations one
  join calendar_events on calendar_events.id = one.event_id
  left join users on users.id = one.user_id
  left join clients on clients.id = one.client_id`;

export function findInvitation(database: DatabaseSync, id: number): Invitation | undefined {
  return queryOne<Invitation>(database, `${INVITATIONS} where one.id = ?`, id);
}

export function invitationsOf(database: DatabaseSync, eventId: number): readonly Invitation[] {
  return query<Invitation>(database, `${INVITATIONS} where one.event_id = ? order by one.id`, eventId);
}

/** What a user still has to answer, the next event first. */
export function pendingOf(database: DatabaseSync, userId: number): readonly Invitation[] {
  const where = "one.user_id = ? and one.status = 'PENDING' order by calendar_events.starts_at, one.id";
  return query<Invitation>(database, `${INVITATIONS} where ${where}`, userId);
}

/** How many invitations wait for an answer, by event; events without any are left out. */
export function openByEvent(database: DatabaseSync): readonly { readonly eventId: number; readonly pending: number }[] {
  return query(
    database,
    `select event_id as eventId, count(*) as pending from calendar_event_invitations
     where status = 'PENDING' group by event_id order by event_id`,
  );
}

/** Every change of an invitation, oldest first. */
export function historyOf(database: DatabaseSync, id: number): readonly HistoryEntry[] {
  const rows = query<Omit<HistoryEntry, "overridden"> & { readonly overridden: number }>(
    database,
    `select status, changed_by, users.name, changed_at, reason, overridden
     from calendar_invitation_history left join users on users.id = changed_by
     where invitation_id = ? order by calendar_invitation_history.id`,
    id,
  );
  return rows.map((row) => ({ ...row, overridden: row.overridden === 1 }));
}

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Whom one can pick from a list; people from outside are typed in. */
export function possibleInvitees(database: DatabaseSync): { readonly users: readonly Named[]; readonly clients: readonly Named[] } {
  const named = (table: "users" | "clients") =>
    query<Named>(database, `select id, name from ${table} order by name, id limit ${LISTED_MAX}`);
  return { users: named("users"), clients: named("clients") };
}

export function findEvent(database: DatabaseSync, id: number): InvitingEvent | undefined {
  return queryOne<InvitingEvent>(database, "select id, organizer_id, event_type from calendar_events where id = ?", id);
}
