import type { DatabaseSync } from "node:sqlite";
import { type Context, Hono } from "hono";
import type { ApiEnv } from "../api/context.ts";
import { body, idParameter } from "../api/validate.ts";
import { sendInvitation } from "./create-invitation.ts";
import { instantOf } from "./instant.ts";
import { allow, eventToInviteTo, knownInvitation } from "./look-up.ts";
import { type Decision, expireDue, moveInvitation } from "./move-invitation.ts";
import { isAdministrator, mayAnswer } from "./permissions.ts";
import { OVERRIDE, RESPOND } from "./requests.ts";

/** What happens to an invitation: sent and taken back by its organizer, answered by its invitee, overridden by an administrator. */
export function movingApi(database: DatabaseSync, now: () => Date) {
  const decision = (context: Context<ApiEnv>, reason: string): Decision & { readonly by: number } => ({
    by: context.var.user.id,
    at: instantOf(now()),
    reason,
  });
  const answer = (context: Context<ApiEnv>, id: number, isMoved: boolean) => {
    const present = knownInvitation(database, id);
    return isMoved ? context.json(present, 200) : context.json({ error: `not possible while it is ${present.status}` }, 409);
  };

  return new Hono<ApiEnv>()
    .post("/invitations/:id/send", idParameter, (context) => {
      const one = knownInvitation(database, context.req.valid("param").id);
      const event = eventToInviteTo(database, one.event_id, context.var.user);
      return answer(context, one.id, sendInvitation(database, one, event, decision(context, "sent")));
    })
    .post("/invitations/:id/respond", idParameter, body(RESPOND), (context) => {
      const one = knownInvitation(database, context.req.valid("param").id);
      allow(mayAnswer(context.var.user, one), "the invitee; an administrator overrides");
      const { response } = context.req.valid("json");
      return answer(context, one.id, moveInvitation(database, one.id, response, decision(context, "the invitee's answer")));
    })
    .post("/invitations/:id/cancel", idParameter, (context) => {
      const one = knownInvitation(database, context.req.valid("param").id);
      eventToInviteTo(database, one.event_id, context.var.user);
      return answer(context, one.id, moveInvitation(database, one.id, "CANCELLED", decision(context, "taken back")));
    })
    .post("/invitations/:id/override", idParameter, body(OVERRIDE), (context) => {
      allow(isAdministrator(context.var.user), "an administrator");
      const { id } = knownInvitation(database, context.req.valid("param").id);
      const { status, reason } = context.req.valid("json");
      return answer(context, id, moveInvitation(database, id, status, { ...decision(context, reason), overridden: true }));
    })
    .post("/invitations/sweep", (context) => {
      allow(isAdministrator(context.var.user), "an administrator");
      return context.json({ expired: expireDue(database, instantOf(now())) }, 200);
    });
}
