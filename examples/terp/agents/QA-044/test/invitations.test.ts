import assert from "node:assert/strict";
import { scryptSync } from "node:crypto";
import { describe, it } from "node:test";
import { openDatabase } from "../src/database/open.ts";
import { change, query } from "../src/database/query.ts";
import { brokenReferences, countRows } from "../src/database/tables.ts";
import { autoAccepts, NO_SETTINGS } from "../src/invitations/auto-accept.ts";
import { createInvitation, sendInvitation } from "../src/invitations/create-invitation.ts";
import { INVITATION_STATUSES, type InvitationStatus, MOVES } from "../src/invitations/invitation.ts";
import { findInvitation, historyOf } from "../src/invitations/invitation-store.ts";
import { expireDue, moveInvitation } from "../src/invitations/move-invitation.ts";
import { generator } from "../src/invitations/seed.ts";
import type { Row, SeedContext } from "../src/seed/generator.ts";
import { randomStream } from "../src/seed/random.ts";
import { createApp } from "../src/server/app.ts";

const NOW = "2026-01-05T09:00";
const EVENT = { id: 1, organizer_id: 2, event_type: "MEETING" };

/** Three users, and an event that the second gives. */
function business() {
  const database = openDatabase(":memory:");
  const salt = "5a".repeat(16);
  const hash = `${salt}:${scryptSync("secret", Buffer.from(salt, "hex"), 32).toString("hex")}`;
  for (const [index, role] of ["ADMIN", "SALES", "WAREHOUSE"].entries()) {
    const values = [index + 1, role.toLowerCase(), `${role.toLowerCase()}@terp.example`, role, hash];
    change(database, "insert into users (id, name, email, role, password_hash) values (?, ?, ?, ?, ?)", ...values);
  }
  const event = [EVENT.id, EVENT.organizer_id, "Tasting", EVENT.event_type, "2026-01-09T09:00", "2026-01-02T10:00"];
  const columns = "id, organizer_id, title, event_type, starts_at, created_at, status";
  change(database, `insert into calendar_events (${columns}) values (?, ?, ?, ?, ?, ?, 'SCHEDULED')`, ...event);
  return database;
}

function invited(expiresAt: string | null = null) {
  const database = business();
  const made = createInvitation(database, EVENT, { inviteeType: "USER", userId: 3 }, { module: "calendar", expiresAt, by: 2, at: NOW });
  assert.ok(made.ok);
  const now = () => {
    const one = findInvitation(database, made.id);
    assert.ok(one !== undefined);
    return one;
  };
  const move = (to: InvitationStatus, overridden = false) =>
    moveInvitation(database, made.id, to, { by: 1, at: NOW, reason: "try", overridden });
  return { database, id: made.id, now, move, send: () => sendInvitation(database, now(), EVENT, { by: 2, at: NOW }) };
}

describe("invitations", () => {
  it("allow only the moves of their life", () => {
    for (const to of INVITATION_STATUSES) assert.equal(invited().move(to), MOVES.DRAFT.includes(to), to);
  });
  it("make one participant, even when accepted again by an override, and none when declined", () => {
    const { database, move, send } = invited();
    assert.ok(send() && move("ACCEPTED"));
    assert.equal(move("ACCEPTED", true), false);
    assert.equal(countRows(database, "calendar_event_participants"), 1);
    assert.ok(move("DECLINED", true));
    assert.equal(countRows(database, "calendar_event_participants"), 0);
  });
  it("leave the organizer and those who take part anyway in their place", () => {
    const { database, move, send } = invited();
    change(database, "insert into calendar_event_participants (event_id, user_id, role) values (1, 3, 'OPTIONAL')");
    assert.ok(send() && move("ACCEPTED") && move("CANCELLED", true));
    assert.equal(countRows(database, "calendar_event_participants"), 1);
  });
  it("run out of time, and are not sent when they have", () => {
    const { database, id, now, move, send } = invited("2026-01-05T10:00");
    assert.ok(send());
    assert.equal(expireDue(database, "2026-01-05T09:59"), 0);
    assert.equal(expireDue(database, "2026-01-05T10:00"), 1);
    assert.equal(now().status, "EXPIRED");
    assert.equal(move("ACCEPTED"), false);
    assert.equal(historyOf(database, id).at(-1)?.changed_by, null);
    assert.equal(invited(NOW).send(), false);
  });
  it("are accepted for any one reason that the settings name", () => {
    const about = { organizerId: 2, eventType: "MEETING", module: "calendar" };
    assert.equal(autoAccepts(NO_SETTINGS, about), false);
    for (const reason of [{ autoAcceptAll: true }, { organizers: [2] }, { eventTypes: ["MEETING"] }, { modules: ["calendar"] }]) {
      assert.equal(autoAccepts({ ...NO_SETTINGS, ...reason }, about), true, JSON.stringify(reason));
    }
  });
});

describe("the API of invitations", () => {
  it("knows who may do what, by the time of the server's clock", async () => {
    const database = business();
    let now = new Date(`${NOW}Z`);
    const app = createApp(database, { now: () => now });
    const post = async (path: string, body: unknown, cookie = "") => {
      const headers = { "content-type": "application/json", cookie };
      return app.request(`/api${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    };
    const cookieOf = async (role: string) =>
      (await post("/sign-in", { email: `${role}@terp.example`, password: "secret" })).headers.get("set-cookie")?.split(";")[0] ?? "";
    const [organizer, invitee] = [await cookieOf("sales"), await cookieOf("warehouse")];
    const draft = { eventId: 1, inviteeType: "USER", userId: 3, expiresAt: "2026-01-05T10:00" };
    assert.equal((await post("/invitations", draft, invitee)).status, 403);
    assert.equal((await post("/invitations", draft, organizer)).status, 201);
    assert.equal((await post("/invitations/1/send", {}, organizer)).status, 200);
    assert.equal((await post("/invitations/1/respond", { response: "ACCEPTED" }, organizer)).status, 403);
    now = new Date("2026-01-05T10:00Z");
    assert.equal((await post("/invitations/1/respond", { response: "ACCEPTED" }, invitee)).status, 409);
    assert.equal(findInvitation(database, 1)?.status, "EXPIRED");
  });
});

describe("the invented business", () => {
  it("answers on the next business day those who take part, each by legal moves, causes first", () => {
    const database = business();
    change(database, "insert into calendar_event_participants (event_id, user_id, role, response) values (1, 1, 'REQUIRED', 'ACCEPTED')");
    change(database, "insert into calendar_event_participants (event_id, user_id, role, response) values (1, 3, 'OPTIONAL', 'DECLINED')");
    const insert = (table: string, rows: Row | readonly Row[]) => {
      for (const row of [rows].flat() as readonly Row[]) {
        const keys = Object.keys(row);
        change(database, `insert into ${table} (${keys}) values (${keys.map(() => "?")})`, ...Object.values(row));
      }
    };
    const random = randomStream(7, "invitations");
    // As much of a context as this generator uses.
    const context = { database, random, scale: 1, lastDay: "2026-01-31", insert } as SeedContext;
    generator.begin?.(context);
    for (const day of ["2026-01-02", "2026-01-05", "2026-01-06"]) generator.day?.(context, day);
    assert.deepEqual(brokenReferences(database), []);
    const invitations = query<{ id: number; status: InvitationStatus }>(database, "select id, status from calendar_event_invitations");
    assert.ok(invitations.length >= 2);
    for (const { id, status } of invitations) {
      const history = historyOf(database, id);
      assert.equal(history.at(-1)?.status, status);
      for (const [index, entry] of history.entries()) {
        const before = history[index - 1];
        assert.ok(before === undefined ? entry.status === "DRAFT" : MOVES[before.status].includes(entry.status));
        assert.ok((before?.changed_at ?? "2026-01-02T10:00") <= entry.changed_at && entry.changed_at < "2026-01-05T12:00");
      }
    }
  });
});
