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

/**
 * Makes the event's participants agree with what has become of an invitation. Whoever takes part already, as the organizer or
 * by another invitation, does not do so twice, and only a participant that the invitation made goes with it.
 */
export function settleParticipant(database: DatabaseSync, invited: Invited, status: InvitationStatus): void {
  const { id, event_id, user_id, client_id, email, participant_id } = invited;
  const present = queryOne<{ id: number }>(
    database,
    "select id from calendar_event_participants where event_id = ? and user_id is ? and client_id is ? and email is ?",
    event_id,
    user_id,
    client_id,
    email,
  );
  if (takesPart(status) && present === undefined) {
    const made = change(
      database,
      `insert into calendar_event_participants (event_id, user_id, client_id, email, role, response)
       values (?, ?, ?, ?, 'REQUIRED', 'ACCEPTED')`,
      event_id,
      user_id,
      client_id,
      email,
    );
    change(database, "update calendar_event_invitations set participant_id = ? where id = ?", made, id);
  } else if (takesPart(status) && present !== undefined) {
    change(database, "update calendar_event_participants set response = 'ACCEPTED' where id = ?", present.id);
  } else if (participant_id !== null) {
    change(database, "update calendar_event_invitations set participant_id = null where id = ?", id);
    change(database, "delete from calendar_event_participants where id = ?", participant_id);
  } else if (status === "DECLINED" && present !== undefined) {
    change(database, "update calendar_event_participants set response = 'DECLINED' where id = ? and role <> 'ORGANIZER'", present.id);
  }
}
