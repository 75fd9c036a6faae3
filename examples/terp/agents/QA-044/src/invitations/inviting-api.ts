import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ApiEnv, User } from "../api/context.ts";
import { body } from "../api/validate.ts";
import { createInvitation, sendInvitation } from "./create-invitation.ts";
import { instantOf } from "./instant.ts";
import type { Invitation } from "./invitation-store.ts";
import { eventToInviteTo, knownInvitation } from "./look-up.ts";
import { BULK_SEND, INVITE } from "./requests.ts";

const REFUSALS = {
  unknown: { status: 400, error: "expected an invitee that exists" },
  invited: { status: 409, error: "expected somebody who is not invited yet" },
} as const;

/** Inviting: one draft, or many invitations made and sent at once. */
export function invitingApi(database: DatabaseSync, now: () => Date) {
  const draftBy = (user: User, request: { readonly module: string; readonly expiresAt?: string | undefined }) => {
    const at = instantOf(now());
    const expiresAt = request.expiresAt ?? null;
    if (expiresAt !== null && expiresAt <= at) throw new HTTPException(400, { message: "expiresAt: expected a moment to come" });
    return { module: request.module, expiresAt, by: user.id, at };
  };
  return new Hono<ApiEnv>()
    .post("/invitations", body(INVITE), (context) => {
      const request = context.req.valid("json");
      const event = eventToInviteTo(database, request.eventId, context.var.user);
      const made = createInvitation(database, event, request, draftBy(context.var.user, request));
      if (made.ok) return context.json(knownInvitation(database, made.id), 201);
      const { status, error } = REFUSALS[made.reason];
      return context.json({ error }, status);
    })
    .post("/invitations/bulk-send", body(BULK_SEND), (context) => {
      const request = context.req.valid("json");
      const event = eventToInviteTo(database, request.eventId, context.var.user);
      const draft = draftBy(context.var.user, request);
      const sent: Invitation[] = [];
      const refused: { readonly place: number; readonly error: string }[] = [];
      for (const [place, invitee] of request.invitees.entries()) {
        const made = createInvitation(database, event, invitee, draft);
        if (made.ok) {
          sendInvitation(database, knownInvitation(database, made.id), event, draft);
          sent.push(knownInvitation(database, made.id));
        } else refused.push({ place, error: REFUSALS[made.reason].error });
      }
      return context.json({ sent, refused }, 200);
    });
}
