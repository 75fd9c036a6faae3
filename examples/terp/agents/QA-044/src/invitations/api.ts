import type { DatabaseSync } from "node:sqlite";
import { type Context, Hono } from "hono";
import { queryOne } from "../database/query.ts";
import { currentUser } from "../pages/current-user.ts";
import { INVITATION_STATUSES, type Invitation, parseInvitee } from "./invitation.ts";
import { createInvitation, historyOf, invitation, invitationsOf, moveInvitation, pendingOf, sendInvitation } from "./invitation-store.ts";
import { parseSettings, readSettings, saveSettings } from "./settings.ts";

type Body = Readonly<Record<string, unknown>>;

const INVITEES_MAX = 200;

/** Invitations and their settings as JSON. */
export function invitationApi(database: DatabaseSync): Hono {
  const app = new Hono();
  const draft = (context: Context, eventId: unknown, invitee: Body): Invitation | undefined => {
    const parsed = parseInvitee(invitee);
    if (parsed === undefined || typeof eventId !== "number") return undefined;
    const module = typeof invitee["module"] === "string" ? invitee["module"] : "calendar";
    return createInvitation(database, { eventId, invitee: parsed, module, by: currentUser(context) });
  };

  app.post("/api/invitations", async (context) => {
    const body = await readBody(context);
    const made = draft(context, body["eventId"], body);
    return made === undefined ? context.json({ error: "expected an event and an invitee that exist" }, 400) : context.json(made, 201);
  });
  app.post("/api/invitations/bulk-send", async (context) => {
    const body = await readBody(context);
    const invitees: readonly Body[] = Array.isArray(body["invitees"]) ? body["invitees"].slice(0, INVITEES_MAX) : [];
    const made = invitees.flatMap((invitee) => draft(context, body["eventId"], invitee) ?? []);
    for (const one of made) sendInvitation(database, one, currentUser(context));
    return context.json({ sent: made.length, refused: invitees.length - made.length });
  });
  app.get("/api/invitations", (context) => context.json(invitationsOf(database, Number(context.req.query("event")))));
  app.get("/api/invitations/pending", (context) => context.json(pendingOf(database, Number(context.req.query("user")))));
  app.get("/api/invitations/:id/history", (context) => context.json(historyOf(database, Number(context.req.param("id")))));
  app.post("/api/invitations/:id/:action", async (context) => {
    const one = invitation(database, Number(context.req.param("id")));
    if (one === undefined) return context.json({ error: "no such invitation" }, 404);
    const result = act(database, one, context.req.param("action"), await readBody(context), currentUser(context));
    if (result === "bad") return context.json({ error: "expected a known action with what it needs" }, 400);
    return result ? context.json(invitation(database, one.id)) : context.json({ error: `not possible while ${one.status}` }, 409);
  });

  app.get("/api/invitation-settings/:user", (context) => context.json(readSettings(database, Number(context.req.param("user")))));
  app.put("/api/invitation-settings/:user", async (context) => {
    const user = Number(context.req.param("user"));
    if (queryOne(database, "select id from users where id = ?", user) === undefined) return context.json({ error: "no such user" }, 404);
    saveSettings(database, user, parseSettings(await readBody(context)));
    return context.json(readSettings(database, user));
  });
  return app;
}

/** Does what the last part of the address asks. "bad" when that is nothing we know, false when it is not possible now. */
function act(database: DatabaseSync, one: Invitation, action: string, body: Body, by: number): boolean | "bad" {
  switch (action) {
    case "send":
      return one.status === "DRAFT" && sendInvitation(database, one, by);
    case "cancel":
      return moveInvitation(database, one, "CANCELLED", { by, reason: "taken back" });
    case "respond": {
      const answer = body["response"];
      if (answer !== "ACCEPTED" && answer !== "DECLINED") return "bad";
      return moveInvitation(database, one, answer, { by, reason: "the invitee's answer" });
    }
    case "override": {
      const status = INVITATION_STATUSES.find((candidate) => candidate === body["status"]);
      const reason = body["reason"];
      if (status === undefined || typeof reason !== "string" || reason.trim() === "") return "bad";
      return moveInvitation(database, one, status, { by, reason, overridden: true });
    }
    default:
      return "bad";
  }
}

async function readBody(context: Context): Promise<Body> {
  const body: unknown = await context.req.json().catch(() => ({}));
  return typeof body === "object" && body !== null ? (body as Body) : {};
}
