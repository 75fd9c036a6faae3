import type { DatabaseSync } from "node:sqlite";
import { change, query, queryOne, transaction } from "../database/query.ts";
import { type Invitation, type InvitationStatus, type Invitee, MOVES, takesPart } from "./invitation.ts";
import { autoAccepts, readSettings } from "./settings.ts";

export interface HistoryEntry {
  readonly status: InvitationStatus;
  readonly changed_by: number | null;
  readonly reason: string;
  readonly overridden: number;
}

/** Who changes an invitation, and why. Only an override may leave the allowed moves. */
export interface Decision {
  readonly by: number | null;
  readonly reason: string;
  readonly overridden?: boolean;
}

const COLUMNS = "id, event_id, invitee_type, user_id, client_id, email, module, status";

export function invitation(database: DatabaseSync, id: number): Invitation | undefined {
  return queryOne<Invitation>(database, `select ${COLUMNS} from calendar_event_invitations where id = ?`, id);
}

export function invitationsOf(database: DatabaseSync, eventId: number): readonly Invitation[] {
  return query<Invitation>(database, `select ${COLUMNS} from calendar_event_invitations where event_id = ? order by id`, eventId);
}

export function pendingOf(database: DatabaseSync, userId: number): readonly Invitation[] {
  const where = "user_id = ? and status = 'PENDING' order by id";
  return query<Invitation>(database, `select ${COLUMNS} from calendar_event_invitations where ${where}`, userId);
}

/** Every change of an invitation, oldest first. */
export function historyOf(database: DatabaseSync, id: number): readonly HistoryEntry[] {
  const columns = "status, changed_by, reason, overridden";
  return query<HistoryEntry>(database, `select ${columns} from calendar_invitation_history where invitation_id = ? order by id`, id);
}

/** Makes a draft. Undefined when the event, user or client does not exist. */
export function createInvitation(
  database: DatabaseSync,
  { eventId, invitee, module, by }: { eventId: number; invitee: Invitee; module: string; by: number },
): Invitation | undefined {
  if (queryOne(database, "select id from calendar_events where id = ?", eventId) === undefined) return undefined;
  if (invitee.type === "USER" && queryOne(database, "select id from users where id = ?", invitee.userId) === undefined) return undefined;
  if (invitee.type === "CLIENT" && queryOne(database, "select id from clients where id = ?", invitee.clientId) === undefined)
    return undefined;
  return transaction(database, () => {
    const id = change(
      database,
      `insert into calendar_event_invitations (event_id, invitee_type, user_id, client_id, email, module, status)
       values (?, ?, ?, ?, ?, ?, 'DRAFT')`,
      eventId,
      invitee.type,
      invitee.type === "USER" ? invitee.userId : null,
      invitee.type === "CLIENT" ? invitee.clientId : null,
      invitee.type === "EXTERNAL" ? invitee.email : null,
      module,
    );
    remember(database, id, "DRAFT", { by, reason: "created" });
    return invitation(database, id);
  });
}

/** Sends a draft: to its invitee, or straight to accepted when the invitee's settings say so. False when it is no draft. */
export function sendInvitation(database: DatabaseSync, one: Invitation, by: number): boolean {
  const event = queryOne<{ organizerId: number; eventType: string }>(
    database,
    "select organizer_id as organizerId, event_type as eventType from calendar_events where id = ?",
    one.event_id,
  );
  const accepted =
    one.user_id !== null && event !== undefined && autoAccepts(readSettings(database, one.user_id), { ...event, module: one.module });
  return moveInvitation(database, one, accepted ? "AUTO_ACCEPTED" : "PENDING", {
    by,
    reason: accepted ? "the invitee's settings" : "sent",
  });
}

/** Moves an invitation on; whoever takes part now becomes a participant. False when its life does not allow the move. */
export function moveInvitation(database: DatabaseSync, one: Invitation, to: InvitationStatus, decision: Decision): boolean {
  if (decision.overridden !== true && !MOVES[one.status].includes(to)) return false;
  transaction(database, () => {
    change(database, "update calendar_event_invitations set status = ? where id = ?", to, one.id);
    remember(database, one.id, to, decision);
    removeParticipant(database, one);
    if (takesPart(to)) {
      change(
        database,
        "insert into calendar_event_participants (event_id, user_id, client_id, email, role) values (?, ?, ?, ?, 'REQUIRED')",
        one.event_id,
        one.user_id,
        one.client_id,
        one.email,
      );
    }
  });
  return true;
}

function removeParticipant(database: DatabaseSync, one: Invitation): void {
  change(
    database,
    "delete from calendar_event_participants where event_id = ? and user_id is ? and client_id is ? and email is ? and role <> 'ORGANIZER'",
    one.event_id,
    one.user_id,
    one.client_id,
    one.email,
  );
}

function remember(database: DatabaseSync, id: number, status: InvitationStatus, { by, reason, overridden = false }: Decision): void {
  change(
    database,
    "insert into calendar_invitation_history (invitation_id, status, changed_by, reason, overridden) values (?, ?, ?, ?, ?)",
    id,
    status,
    by,
    reason,
    overridden ? 1 : 0,
  );
}
