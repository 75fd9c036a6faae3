import { HTTPException } from "hono/http-exception";
import type { User } from "../api/context.ts";

/** Clients and people from outside have no account: an administrator answers for them, by an override. */
export function isAdministrator(user: Pick<User, "role">): boolean {
  return user.role === "ADMIN";
}

/** Who invites to an event, sends and takes back. */
export function mayInvite(user: Pick<User, "id" | "role">, event: { readonly organizer_id: number }): boolean {
  return isAdministrator(user) || event.organizer_id === user.id;
}

/** Who answers. */
export function mayAnswer(user: Pick<User, "id">, invitation: { readonly user_id: number | null }): boolean {
  return invitation.user_id === user.id;
}

/** @throws HTTPException 403 unless it is allowed; `who` may do it. */
export function allow(isAllowed: boolean, who: string): void {
  if (!isAllowed) throw new HTTPException(403, { message: `expected ${who}` });
}
