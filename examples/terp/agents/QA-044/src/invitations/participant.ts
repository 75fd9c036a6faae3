import type { DatabaseSync } from "node:sqlite";
import { change, queryOne } from "../database/query.ts";
import { type InvitationStatus, takesPart } from "./invitation.ts";

/** What the participants of an event must know of an invitation. */
export interface Invited {
  readonly id: number;
  readonly event_id: number;
  readonly user_id: number | null;
  readonly client_id: number | null;
  readonly email: string | null;
  /** The participant that this invitation made. */
  readonly participant_id: number | null;
}

const SAME_PERSON = "event_id = ? and user_id is ? and client_id is ? and email is ?";

/**
 * Makes the event's participants agree with what has become of an invitation. Whoever takes part already, as the organizer or
 * by another invitation, does not do so twice, and only a participant that an invitation made goes with the last one.
 */
export function settleParticipant(database: DatabaseSync, invited: Invited, status: InvitationStatus): void {
  if (takesPart(status)) join(database, invited);
  else leave(database, invited, status);
}

function join(database: DatabaseSync, invited: Invited): void {
  const present = presentParticipant(database, invited);
  if (present !== undefined) {
    change(database, "update calendar_event_participants set response = 'ACCEPTED' where id = ?", present.id);
    return;
  }
  const made = change(
    database,
    `insert into calendar_event_participants (event_id, user_id, client_id, email, role, response)
     values (?, ?, ?, ?, 'REQUIRED', 'ACCEPTED')`,
    ...keysOf(invited),
  );
  linkParticipant(database, invited.id, made);
}

function leave(database: DatabaseSync, invited: Invited, status: InvitationStatus): void {
  const other = queryOne<{ id: number }>(
    database,
    `select id from calendar_event_invitations where ${SAME_PERSON} and id <> ? and status in ('ACCEPTED', 'AUTO_ACCEPTED')`,
    ...keysOf(invited),
    invited.id,
  );
  const { participant_id } = invited;
  if (participant_id !== null) {
    linkParticipant(database, invited.id, null);
    if (other === undefined) change(database, "delete from calendar_event_participants where id = ?", participant_id);
    else linkParticipant(database, other.id, participant_id);
  } else if (status === "DECLINED" && other === undefined) {
    const present = presentParticipant(database, invited);
    if (present === undefined || present.role === "ORGANIZER") return;
    change(database, "update calendar_event_participants set response = 'DECLINED' where id = ?", present.id);
  }
}

function presentParticipant(database: DatabaseSync, invited: Invited) {
  const select = `select id, role from calendar_event_participants where ${SAME_PERSON}`;
  return queryOne<{ id: number; role: string }>(database, select, ...keysOf(invited));
}

function linkParticipant(database: DatabaseSync, invitation: number, participant: number | null): void {
  change(database, "update calendar_event_invitations set participant_id = ? where id = ?", participant, invitation);
}

function keysOf({ event_id, user_id, client_id, email }: Invited) {
  return [event_id, user_id, client_id, email] as const;
}
