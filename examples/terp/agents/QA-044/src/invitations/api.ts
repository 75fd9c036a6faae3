import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import type { ApiEnv } from "../api/context.ts";
import { idParameter, search } from "../api/validate.ts";
import { expireFirst } from "./expire-first.ts";
import { historyOf, invitationsOf, openByEvent, pendingOf, possibleInvitees } from "./invitation-store.ts";
import { invitingApi } from "./inviting-api.ts";
import { knownInvitation } from "./look-up.ts";
import { movingApi } from "./moving-api.ts";
import { OF_EVENT } from "./requests.ts";
import { invitationSettingsApi } from "./settings-api.ts";

/** Invitations to calendar events, and what users accept by themselves. */
export function invitationsApi(database: DatabaseSync, now: () => Date) {
  return new Hono<ApiEnv>()
    .use("/invitations/*", expireFirst(database, now))
    .get("/invitations", search(OF_EVENT), (context) => context.json(invitationsOf(database, context.req.valid("query").event), 200))
    .get("/invitations/pending", (context) => context.json(pendingOf(database, context.var.user.id), 200))
    .get("/invitations/open", (context) => context.json(openByEvent(database), 200))
    .get("/invitations/invitees", (context) => context.json(possibleInvitees(database), 200))
    .get("/invitations/:id", idParameter, (context) => context.json(knownInvitation(database, context.req.valid("param").id), 200))
    .get("/invitations/:id/history", idParameter, (context) => {
      const { id } = knownInvitation(database, context.req.valid("param").id);
      return context.json(historyOf(database, id), 200);
    })
    .route("/", invitingApi(database, now))
    .route("/", movingApi(database, now))
    .route("/", invitationSettingsApi(database));
}
