import type { DatabaseSync } from "node:sqlite";
import { change, query, queryOne, transaction } from "../database/query.ts";
import type { Instant } from "./instant.ts";
import { type InvitationStatus, mayMove } from "./invitation.ts";
import { type Invited, settleParticipant } from "./participant.ts";

/** Who changes an invitation, when and why. Only an override may leave the moves of its life. */
export interface Decision {
  /** Null: nobody, the time ran out. */
  readonly by: number | null;
  readonly at: Instant;
  readonly reason: string;
  readonly overridden?: boolean;
}

interface Row extends Invited {
  readonly status: InvitationStatus;
}

/**
 * Moves an invitation on, with its participant and its history, in one transaction. It looks at the state inside of it,
 * so that of two who move the same invitation at once only the first does.
 * @returns false when the state it is in by then does not allow the move.
 */
export function moveInvitation(database: DatabaseSync, id: number, to: InvitationStatus, decision: Decision): boolean {
  return transaction(database, () => moveWithin(database, id, to, decision));
}

/** Every open invitation whose time has run out by now is EXPIRED. @returns how many that were. */
export function expireDue(database: DatabaseSync, now: Instant): number {
  const due = "select id from calendar_event_invitations where status = 'PENDING' and expires_at <= ? order by id";
  if (queryOne(database, due, now) === undefined) return 0;
  return transaction(database, () => {
    const rows = query<{ id: number }>(database, due, now);
    for (const { id } of rows) moveWithin(database, id, "EXPIRED", { by: null, at: now, reason: "no answer in time" });
    return rows.length;
  });
}

/** What happened to an invitation, for good. */
export function remember(
  database: DatabaseSync,
  id: number,
  status: InvitationStatus,
  { by, at, reason, overridden = false }: Decision,
): void {
  change(
    database,
    `insert into calendar_invitation_history (invitation_id, status, changed_by, changed_at, reason, overridden)
     values (?, ?, ?, ?, ?, ?)`,
    id,
    status,
    by,
    at,
    reason,
    overridden ? 1 : 0,
  );
}

function moveWithin(database: DatabaseSync, id: number, to: InvitationStatus, decision: Decision): boolean {
  const row = queryOne<Row>(
    database,
    "select id, event_id, user_id, client_id, email, status, participant_id from calendar_event_invitations where id = ?",
    id,
  );
  if (row === undefined || !mayMove(row.status, to, { overridden: decision.overridden === true })) return false;
  change(database, "update calendar_event_invitations set status = ? where id = ?", to, id);
  settleParticipant(database, row, to);
  remember(database, id, to, decision);
  return true;
}
