import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { change, query } from "../src/database/query.ts";
import { brokenReferences, countRows } from "../src/database/tables.ts";
import { INVITATION_STATUSES, MOVES, parseInvitee } from "../src/invitations/invitation.ts";
import { createInvitation, historyOf, invitation, moveInvitation, sendInvitation } from "../src/invitations/invitation-store.ts";
import { autoAccepts } from "../src/invitations/settings.ts";
import { seedDatabase } from "../src/seed/seed-database.ts";
import { startApp } from "./support.ts";

function draft() {
  const { database } = startApp();
  change(
    database,
    "insert into calendar_events (id, organizer_id, title, event_type, starts_at, status) values (1, 1, 'Tasting', 'MEETING', '2026-01-09T09:00', 'SCHEDULED')",
  );
  const one = createInvitation(database, { eventId: 1, invitee: { type: "USER", userId: 2 }, module: "calendar", by: 1 });
  assert.ok(one !== undefined);
  return { database, one, now: () => invitation(database, one.id) ?? one };
}

describe("invitations", () => {
  it("allow only the moves of their life", () => {
    const { database, one } = draft();
    for (const to of INVITATION_STATUSES) {
      if (!MOVES.DRAFT.includes(to)) assert.equal(moveInvitation(database, one, to, { by: 1, reason: "try" }), false, to);
    }
  });
  it("make one participant, even when accepted again by an override", () => {
    const { database, one, now } = draft();
    sendInvitation(database, one, 1);
    moveInvitation(database, now(), "ACCEPTED", { by: 2, reason: "yes" });
    moveInvitation(database, now(), "ACCEPTED", { by: 1, reason: "again", overridden: true });
    assert.equal(countRows(database, "calendar_event_participants"), 1);
    moveInvitation(database, now(), "DECLINED", { by: 1, reason: "ill", overridden: true });
    assert.equal(countRows(database, "calendar_event_participants"), 0);
  });
  it("remember every change with its reason", () => {
    const { database, one } = draft();
    sendInvitation(database, one, 1);
    assert.deepEqual(
      historyOf(database, one.id).map((entry) => entry.reason),
      ["created", "sent"],
    );
  });
  it("need an invitee that makes sense", () => {
    assert.equal(parseInvitee({ inviteeType: "USER", userId: "2" }), undefined);
    assert.equal(parseInvitee({ inviteeType: "EXTERNAL", email: "nobody" }), undefined);
    assert.deepEqual(parseInvitee({ inviteeType: "CLIENT", clientId: 3 }), { type: "CLIENT", clientId: 3 });
  });
  it("are accepted for any one reason the settings name", () => {
    const none = { autoAcceptAll: false, organizers: [], eventTypes: [], modules: [] };
    const event = { organizerId: 1, eventType: "MEETING", module: "calendar" };
    assert.equal(autoAccepts(none, event), false);
    assert.equal(autoAccepts({ ...none, modules: ["calendar"] }, event), true);
  });
  it("are part of the invented business", async () => {
    const database = openDatabase(":memory:");
    await seedDatabase(database, { scale: 0.03 });
    assert.ok(countRows(database, "calendar_invitation_settings") > 0);
    assert.deepEqual(brokenReferences(database), []);
    assert.deepEqual(
      query(database, "select id from calendar_event_invitations where id not in (select invitation_id from calendar_invitation_history)"),
      [],
    );
  });
});
