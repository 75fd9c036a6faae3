import type { DatabaseSync } from "node:sqlite";
import { HTTPException } from "hono/http-exception";
import type { User } from "../api/context.ts";
import { findEvent, findInvitation, type Invitation, type InvitingEvent } from "./invitation-store.ts";
import { mayInvite } from "./permissions.ts";

/** @throws HTTPException 404 when there is no such invitation. */
export function knownInvitation(database: DatabaseSync, id: number): Invitation {
  const one = findInvitation(database, id);
  if (one === undefined) throw new HTTPException(404, { message: "expected an invitation that exists" });
  return one;
}

/** An event of the user's. @throws HTTPException 400 when there is no such event, 403 when the user may not invite to it. */
export function eventToInviteTo(database: DatabaseSync, id: number, user: User): InvitingEvent {
  const event = findEvent(database, id);
  if (event === undefined) throw new HTTPException(400, { message: "eventId: expected an event that exists" });
  allow(mayInvite(user, event), "the event's organizer or an administrator");
  return event;
}

/** @throws HTTPException 403 unless it is allowed; `who` may do it. */
export function allow(isAllowed: boolean, who: string): void {
  if (!isAllowed) throw new HTTPException(403, { message: `expected ${who}` });
}
