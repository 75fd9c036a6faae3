import type { DatabaseSync } from "node:sqlite";
import { change, query, queryOne, transaction } from "../database/query.ts";
import { autoAccepts } from "./auto-accept.ts";
import type { Instant } from "./instant.ts";
import { type InvitationStatus, type Invitee, isAlive } from "./invitation.ts";
import type { Invitation, InvitingEvent } from "./invitation-store.ts";
import { moveInvitation, remember } from "./move-invitation.ts";
import { readSettings } from "./settings-store.ts";

/** Who makes a draft, when, and what beside the invitee it says. */
export interface Draft {
  readonly module: string;
  readonly expiresAt: Instant | null;
  readonly by: number;
  readonly at: Instant;
}

export type Created = { readonly ok: true; readonly id: number } | { readonly ok: false; readonly reason: "unknown" | "invited" };

/** Makes a draft for an event. Refused when there is no such invitee, or when the invitee is invited already and may still come. */
export function createInvitation(database: DatabaseSync, event: InvitingEvent, invitee: Invitee, draft: Draft): Created {
  const [user, client, email] = keysOf(invitee);
  return transaction(database, () => {
    if (!exists(database, invitee)) return { ok: false, reason: "unknown" };
    const others = query<{ status: InvitationStatus }>(
      database,
      "select status from calendar_event_invitations where event_id = ? and user_id is ? and client_id is ? and email is ?",
      event.id,
      user,
      client,
      email,
    );
    if (others.some((other) => isAlive(other.status))) return { ok: false, reason: "invited" };
    const id = change(
      database,
      `insert into calendar_event_invitations (event_id, invitee_type, user_id, client_id, email, module, status, expires_at)
       values (?, ?, ?, ?, ?, ?, 'DRAFT', ?)`,
      event.id,
      invitee.inviteeType,
      user,
      client,
      email,
      draft.module,
      draft.expiresAt,
    );
    remember(database, id, "DRAFT", { by: draft.by, at: draft.at, reason: "created" });
    return { ok: true, id };
  });
}

/**
 * Sends a draft: to its invitee, or straight to accepted when the invitee's settings say so.
 * @returns false when it is no draft, or when the time to answer it is over already.
 */
export function sendInvitation(
  database: DatabaseSync,
  one: Pick<Invitation, "id" | "user_id" | "module" | "expires_at">,
  event: InvitingEvent,
  { by, at }: { readonly by: number; readonly at: Instant },
): boolean {
  if (one.expires_at !== null && one.expires_at <= at) return false;
  const about = { organizerId: event.organizer_id, eventType: event.event_type, module: one.module };
  return one.user_id !== null && autoAccepts(readSettings(database, one.user_id), about)
    ? moveInvitation(database, one.id, "AUTO_ACCEPTED", { by, at, reason: "the invitee's settings" })
    : moveInvitation(database, one.id, "PENDING", { by, at, reason: "sent" });
}

type Keys = readonly [user: number | null, client: number | null, email: string | null];

function keysOf(invitee: Invitee): Keys {
  switch (invitee.inviteeType) {
    case "USER":
      return [invitee.userId, null, null];
    case "CLIENT":
      return [null, invitee.clientId, null];
    case "EXTERNAL":
      return [null, null, invitee.email];
  }
}

/** Somebody from outside needs no row to exist. */
function exists(database: DatabaseSync, invitee: Invitee): boolean {
  switch (invitee.inviteeType) {
    case "USER":
      return queryOne(database, "select id from users where id = ?", invitee.userId) !== undefined;
    case "CLIENT":
      return queryOne(database, "select id from clients where id = ?", invitee.clientId) !== undefined;
    case "EXTERNAL":
      return true;
  }
}
