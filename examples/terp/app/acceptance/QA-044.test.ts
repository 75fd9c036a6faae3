import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, it } from "node:test";
import { allMigrations, pendingMigrations, rollback } from "../src/database/migrations.ts";
import { openDatabase } from "../src/database/open.ts";
import { query } from "../src/database/query.ts";
import { tableNames } from "../src/database/tables.ts";
import { runNode, startApp } from "./support.ts";

const TABLES = ["calendar_event_invitations", "calendar_invitation_history", "calendar_invitation_settings"];
const invitations = (database: DatabaseSync) => tableNames(database).filter((name) => TABLES.includes(name));

type App = ReturnType<typeof startApp>;
type Invitation = { readonly id: number; readonly status: string };

async function invite(app: App, invitee: Record<string, unknown>): Promise<Invitation> {
  const { status, body } = await app.json("POST", "/api/invitations", { eventId: 1, ...invitee });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

async function act(app: App, id: number, action: string, body: Record<string, unknown> = {}): Promise<Invitation> {
  const answer = await app.json("POST", `/api/invitations/${id}/${action}`, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body;
}

function participants(app: App): number {
  return query(app.database, "select id from calendar_event_participants where event_id = 1").length;
}

describe("QA-044: the schema", () => {
  it("has the three tables, and the migration is applied to a database that already existed", () => {
    const folder = mkdtempSync(join(tmpdir(), "terp-qa-044-"));
    try {
      const file = join(folder, "terp.db");
      const older = openDatabase(file);
      while (invitations(older).length > 0) rollback(older);
      older.close();
      openDatabase(file).close();
      const database = new DatabaseSync(file);
      assert.deepEqual(invitations(database), TABLES);
      assert.deepEqual(pendingMigrations(database), []);
      database.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  it("can be rolled back without touching the other tables", () => {
    const database = openDatabase(":memory:");
    const migration = allMigrations().find((candidate) => candidate.up.includes("calendar_event_invitations"));
    assert.ok(migration !== undefined, "expected a migration that makes calendar_event_invitations");
    const others = tableNames(database).length - TABLES.length;
    while (invitations(database).length > 0) rollback(database);
    assert.ok(tableNames(database).length <= others);
    assert.ok(tableNames(database).includes("calendar_events"));
  });
});

describe("QA-044: the life of an invitation", () => {
  it("goes from draft to pending to accepted and makes the invitee a participant", async () => {
    const app = startApp();
    const { id, status } = await invite(app, { inviteeType: "USER", userId: 2 });
    assert.equal(status, "DRAFT");
    assert.equal((await act(app, id, "send")).status, "PENDING");
    assert.equal(participants(app), 0);
    assert.equal((await act(app, id, "respond", { response: "ACCEPTED" })).status, "ACCEPTED");
    assert.equal(participants(app), 1);
  });
  it("makes no participant of somebody who declines", async () => {
    const app = startApp();
    const { id } = await invite(app, { inviteeType: "CLIENT", clientId: 1 });
    await act(app, id, "send");
    assert.equal((await act(app, id, "respond", { response: "DECLINED" })).status, "DECLINED");
    assert.equal(participants(app), 0);
  });
  it("invites people from outside by e-mail", async () => {
    const app = startApp();
    const { id } = await invite(app, { inviteeType: "EXTERNAL", email: "guest@example.org" });
    await act(app, id, "send");
    await act(app, id, "respond", { response: "ACCEPTED" });
    assert.deepEqual(
      query<{ email: string }>(app.database, "select email from calendar_event_participants")[0]?.email,
      "guest@example.org",
    );
  });
  it("refuses what makes no sense", async () => {
    const app = startApp();
    for (const body of [{ inviteeType: "USER" }, { inviteeType: "EXTERNAL", email: "no address" }, { inviteeType: "ROBOT", userId: 1 }]) {
      assert.equal((await app.json("POST", "/api/invitations", { eventId: 1, ...body })).status, 400);
    }
    assert.equal((await app.json("POST", "/api/invitations", { eventId: 99, inviteeType: "USER", userId: 2 })).status, 400);
    const { id } = await invite(app, { inviteeType: "USER", userId: 2 });
    assert.equal((await app.json("POST", `/api/invitations/${id}/respond`, { response: "ACCEPTED" })).status, 409);
    assert.equal((await app.json("POST", "/api/invitations/999/send", {})).status, 404);
  });
  it("can be cancelled, and then not answered", async () => {
    const app = startApp();
    const { id } = await invite(app, { inviteeType: "USER", userId: 2 });
    await act(app, id, "send");
    assert.equal((await act(app, id, "cancel")).status, "CANCELLED");
    assert.equal((await app.json("POST", `/api/invitations/${id}/respond`, { response: "ACCEPTED" })).status, 409);
  });
  it("keeps an administrator's override with its reason", async () => {
    const app = startApp();
    const { id } = await invite(app, { inviteeType: "USER", userId: 2 });
    await act(app, id, "send");
    assert.equal((await act(app, id, "override", { status: "ACCEPTED", reason: "said so on the phone" })).status, "ACCEPTED");
    assert.equal(participants(app), 1);
    const { body } = await app.json("GET", `/api/invitations/${id}/history`);
    assert.match(JSON.stringify(body), /said so on the phone/);
    assert.equal((await app.json("POST", `/api/invitations/${id}/override`, { status: "DECLINED" })).status, 400);
  });
  it("sends many at once and lists them by event and by invitee", async () => {
    const app = startApp();
    const invitees = [
      { inviteeType: "USER", userId: 2 },
      { inviteeType: "CLIENT", clientId: 1 },
      { inviteeType: "CLIENT", clientId: 2 },
    ];
    const sent = await app.json("POST", "/api/invitations/bulk-send", { eventId: 1, invitees });
    assert.equal(sent.status, 200);
    const byEvent: readonly Invitation[] = (await app.json("GET", "/api/invitations?event=1")).body;
    assert.deepEqual(
      byEvent.map((invitation) => invitation.status),
      ["PENDING", "PENDING", "PENDING"],
    );
    const pending: readonly Invitation[] = (await app.json("GET", "/api/invitations/pending?user=2")).body;
    assert.equal(pending.length, 1);
  });
});

describe("QA-044: automatic acceptance", () => {
  const cases = [
    ["from everybody", { autoAcceptAll: true }],
    ["from an organizer one trusts", { organizers: [1] }],
    ["for a type of event", { eventTypes: ["MEETING"] }],
    ["from a part of the program", { modules: ["calendar"] }],
  ] as const;
  for (const [name, settings] of cases) {
    it(`accepts ${name}`, async () => {
      const app = startApp();
      assert.equal((await app.json("PUT", "/api/invitation-settings/2", settings)).status, 200);
      const { id } = await invite(app, { inviteeType: "USER", userId: 2, module: "calendar" });
      assert.equal((await act(app, id, "send")).status, "AUTO_ACCEPTED");
      assert.equal(participants(app), 1);
    });
  }
  it("does not accept what the settings do not name", async () => {
    const app = startApp();
    await app.json("PUT", "/api/invitation-settings/2", { organizers: [2], eventTypes: ["DELIVERY"], modules: ["orders"] });
    const { body } = await app.json("GET", "/api/invitation-settings/2");
    assert.deepEqual((body as { readonly organizers: readonly number[] }).organizers, [2]);
    const { id } = await invite(app, { inviteeType: "USER", userId: 2, module: "calendar" });
    assert.equal((await act(app, id, "send")).status, "PENDING");
  });
});

describe("QA-044: the pages", () => {
  it("show a badge with the number of open invitations in the calendar", async () => {
    const app = startApp();
    const { id } = await invite(app, { inviteeType: "USER", userId: 2 });
    await act(app, id, "send");
    assert.match(await app.page("/calendar"), /data-pending-invitations="1"/);
  });
  it("have a dialog that invites, and settings", async () => {
    const app = startApp();
    assert.match(await app.page("/calendar/events/1/invitations"), /<dialog\b/);
    assert.match(await app.page("/calendar/invitation-settings"), /<form\b/);
    assert.equal((await app.app.request("/calendar/events/99/invitations")).status, 404);
  });
  it("work in the running program", () => {
    const { code, output } = runNode("scripts/verify.ts");
    assert.equal(code, 0, output);
  });
});
