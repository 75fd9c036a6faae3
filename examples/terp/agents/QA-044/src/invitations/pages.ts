import type { DatabaseSync } from "node:sqlite";
import { Hono } from "hono";
import { query, queryOne } from "../database/query.ts";
import { currentUser } from "../pages/current-user.ts";
import { appShell } from "../shell/app-shell.ts";
import { type Html, html } from "../shell/html.ts";
import { type Invitation, parseInvitee } from "./invitation.ts";
import { createInvitation, invitationsOf, pendingOf, sendInvitation } from "./invitation-store.ts";
import { readSettings, saveSettings } from "./settings.ts";

/** How many open invitations an event has; nothing when there are none. */
export function invitationBadge(database: DatabaseSync, eventId: number): Html | "" {
  const pending = invitationsOf(database, eventId).filter((one) => one.status === "PENDING").length;
  return pending === 0
    ? ""
    : html`<a class="badge" data-pending-invitations="${pending}" href="/calendar/events/${eventId}/invitations">${pending} open</a>`;
}

/** What the current user still has to answer, for the calendar page. */
export function pendingInvitationsWidget(database: DatabaseSync, userId: number): Html {
  const pending = pendingOf(database, userId);
  return html`<aside class="widget">
    <h2>Your invitations</h2>
    <p>${pending.length === 0 ? "Nothing to answer." : `${pending.length} to answer.`} <a href="/calendar/invitation-settings">Settings</a></p>
  </aside>`;
}

/** The invitations of an event with a dialog that makes one, and the settings of the current user. */
export function invitationPages(database: DatabaseSync): Hono {
  const app = new Hono();
  app.get("/calendar/events/:id/invitations", (context) => {
    const id = Number(context.req.param("id"));
    const event = queryOne<{ title: string }>(database, "select title from calendar_events where id = ?", id);
    if (event === undefined) return context.notFound();
    const body = html`<ul>${invitationsOf(database, id).map((one) => html`<li>${nameOf(database, one)}: ${one.status}</li>`)}</ul>
      ${inviteDialog(database, id)}`;
    return context.html(appShell({ path: context.req.path, title: `Invitations: ${event.title}`, body }));
  });
  app.post("/calendar/events/:id/invitations", async (context) => {
    const id = Number(context.req.param("id"));
    const invitee = parseInvitee({ inviteeType: "USER", userId: Number((await context.req.parseBody())["user"]) });
    const by = currentUser(context);
    const made = invitee && createInvitation(database, { eventId: id, invitee, module: "calendar", by });
    if (made === undefined) return context.text("expected an event and a user that exist", 400);
    sendInvitation(database, made, by);
    return context.redirect(`/calendar/events/${id}/invitations`, 303);
  });
  app.get("/calendar/invitation-settings", (context) => {
    const settings = readSettings(database, currentUser(context));
    const body = html`<form method="post">
      <label><input type="checkbox" name="all" ${settings.autoAcceptAll ? "checked" : ""}> Accept every invitation</label>
      <button>Save</button>
    </form>`;
    return context.html(appShell({ path: context.req.path, title: "Invitation settings", body }));
  });
  app.post("/calendar/invitation-settings", async (context) => {
    const user = currentUser(context);
    const form = await context.req.parseBody();
    saveSettings(database, user, { ...readSettings(database, user), autoAcceptAll: form["all"] !== undefined });
    return context.redirect("/calendar/invitation-settings", 303);
  });
  return app;
}

function inviteDialog(database: DatabaseSync, eventId: number): Html {
  const users = query<{ id: number; name: string }>(database, "select id, name from users order by name");
  return html`<button onclick="document.querySelector('dialog').showModal()">Invite</button>
    <dialog>
      <form method="post" action="/calendar/events/${eventId}/invitations">
        <label>Whom <select name="user">${users.map((user) => html`<option value="${user.id}">${user.name}</option>`)}</select></label>
        <button>Send</button>
      </form>
    </dialog>`;
}

function nameOf(database: DatabaseSync, one: Invitation): string {
  if (one.email !== null) return one.email;
  const table = one.user_id !== null ? "users" : "clients";
  return queryOne<{ name: string }>(database, `select name from ${table} where id = ?`, one.user_id ?? one.client_id)?.name ?? "somebody";
}
