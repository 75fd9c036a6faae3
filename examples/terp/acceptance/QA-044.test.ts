import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { type Browser, openBrowser, type Page } from "./support/browser.ts";
import { buildPages } from "./support/build.ts";
import { insertFixture } from "./support/fixture.ts";
import { runNode, type Server, startServer } from "./support/programs.ts";
import { type Session, signIn, stranger, USERS } from "./support/session.ts";

const TABLES = ["calendar_event_invitations", "calendar_invitation_history", "calendar_invitation_settings"];
/** More migrations than any version has. */
const ROLLBACKS_MAX = 50;
const [UMA, VIC, WES, PIA] = [USERS.admin.id, USERS.sales.id, USERS.warehouse.id, USERS.purchasing.id];

interface Invitation {
  readonly id: number;
  readonly status: string;
}

const folder = mkdtempSync(join(tmpdir(), "terp-qa-044-"));
const file = join(folder, "terp.db");
let server: Server;
let database: DatabaseSync;
let uma: Session;
let vic: Session;
let wes: Session;
let pia: Session;

before(async () => {
  await oldDatabase();
  const pages = await buildPages(folder);
  server = await startServer("src/main.ts", { TERP_DATABASE: file, TERP_PAGES: pages, PORT: "0" });
  database = new DatabaseSync(file);
  const as = ({ email }: { readonly email: string }) => signIn(server.origin, email);
  [uma, vic, wes, pia] = await Promise.all([as(USERS.admin), as(USERS.sales), as(USERS.warehouse), as(USERS.purchasing)]);
});
after(async () => {
  database?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A database as it was before this task, with a handful of everything in it. */
async function oldDatabase(): Promise<void> {
  const env = { TERP_DATABASE: file };
  const migrated = await runNode(["scripts/migrate.ts"], env);
  assert.equal(migrated.code, 0, migrated.output);
  for (let count = 0; tablesThere().length > 0; count++) {
    const { code, output } = await runNode(["scripts/migrate.ts", "--rollback"], env);
    assert.ok(code === 0 && count < ROLLBACKS_MAX, `expected a way back to a database without ${TABLES.join(", ")}: ${output}`);
  }
  const old = new DatabaseSync(file);
  const names = old.prepare("select name from sqlite_schema where type = 'table'").all();
  assert.ok(
    names.some(({ name }) => name === "calendar_event_participants"),
    "expected the way back to leave the other tables of the calendar",
  );
  insertFixture(old);
  old.close();
}

function tablesThere(): readonly string[] {
  const present = new DatabaseSync(file);
  const names = present.prepare("select name from sqlite_schema where type = 'table' order by name").all();
  present.close();
  return names.map(({ name }) => String(name)).filter((name) => TABLES.includes(name));
}

/** A new event that `organizer` gives. */
function eventOf(organizer: number, type = "MEETING", startsAt = "2031-05-05T09:00"): number {
  const made = database
    .prepare("insert into calendar_events (organizer_id, title, event_type, starts_at, status) values (?, 'Tasting', ?, ?, 'SCHEDULED')")
    .run(organizer, type, startsAt);
  return Number(made.lastInsertRowid);
}

function participants(eventId: number): readonly Record<string, unknown>[] {
  const rows = database.prepare("select user_id, client_id, email from calendar_event_participants where event_id = ?").all(eventId);
  return rows.map((row) => ({ ...row }));
}

async function invite(by: Session, eventId: number, invitee: Record<string, unknown>): Promise<number> {
  const { status, body } = await by.post<Invitation>("/api/invitations", { eventId, ...invitee });
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body.status, "DRAFT");
  return body.id;
}

async function sent(by: Session, eventId: number, invitee: Record<string, unknown>): Promise<number> {
  const id = await invite(by, eventId, invitee);
  assert.equal(await act(by, id, "send"), "PENDING");
  return id;
}

/** Does something with an invitation; its status afterwards. */
async function act(by: Session, id: number, action: string, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await by.post<Invitation>(`/api/invitations/${id}/${action}`, body);
  assert.equal(answer.status, 200, `${action}: ${JSON.stringify(answer.body)}`);
  return answer.body.status;
}

async function refused(by: Session, id: number, action: string, body: Record<string, unknown>, status: number): Promise<void> {
  assert.equal((await by.post(`/api/invitations/${id}/${action}`, body)).status, status, `${action} ${JSON.stringify(body)}`);
}

interface Entry {
  readonly status: string;
  readonly changed_by: number | null;
  readonly reason: string;
  readonly overridden: boolean;
}

async function history(id: number): Promise<readonly Entry[]> {
  const { status, body } = await uma.get<readonly Entry[]>(`/api/invitations/${id}/history`);
  assert.equal(status, 200);
  return body;
}

/** Lets the time of an invitation run out. */
function letExpire(id: number): void {
  database.prepare("update calendar_event_invitations set expires_at = '2020-01-01T00:00' where id = ?").run(id);
}

const TO_WES = { inviteeType: "USER", userId: WES };

describe("QA-044: the schema", () => {
  it("is there after the next start of a database that existed before", async () => {
    assert.deepEqual(tablesThere(), TABLES);
    const { status } = await uma.get("/api/health");
    assert.equal(status, 200);
  });
});

describe("QA-044: the life of an invitation", () => {
  it("goes from draft to pending to accepted and makes the invitee a participant, once", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    assert.deepEqual(participants(event), []);
    assert.equal(await act(wes, id, "respond", { response: "ACCEPTED" }), "ACCEPTED");
    await refused(wes, id, "respond", { response: "ACCEPTED" }, 409);
    assert.deepEqual(participants(event), [{ user_id: WES, client_id: null, email: null }]);
  });
  it("does not make a second participant of somebody who takes part already", async () => {
    const event = eventOf(VIC);
    database.prepare("insert into calendar_event_participants (event_id, user_id, role) values (?, ?, 'OPTIONAL')").run(event, WES);
    await act(wes, await sent(vic, event, TO_WES), "respond", { response: "ACCEPTED" });
    assert.equal(participants(event).length, 1);
  });
  it("makes no participant of somebody who declines", async () => {
    const event = eventOf(VIC);
    assert.equal(await act(wes, await sent(vic, event, TO_WES), "respond", { response: "DECLINED" }), "DECLINED");
    assert.deepEqual(participants(event), []);
  });
  it("can be cancelled until it is answered, and not answered afterwards", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    assert.equal(await act(vic, id, "cancel"), "CANCELLED");
    await refused(wes, id, "respond", { response: "ACCEPTED" }, 409);
    await refused(vic, id, "send", {}, 409);
    assert.equal(await act(vic, await invite(vic, event, TO_WES), "cancel"), "CANCELLED");
    assert.deepEqual(participants(event), []);
  });
  it("refuses what makes no sense", async () => {
    const event = eventOf(VIC);
    const ask = (body: Record<string, unknown>) => vic.post<Invitation>("/api/invitations", body);
    for (const invitee of [
      { inviteeType: "USER" },
      { inviteeType: "USER", userId: 99_999 },
      { inviteeType: "EXTERNAL", email: "no address" },
      { inviteeType: "ROBOT", userId: WES },
      { ...TO_WES, expiresAt: "tomorrow" },
      { ...TO_WES, expiresAt: "2020-01-01T00:00" },
    ])
      assert.equal((await ask({ eventId: event, ...invitee })).status, 400, JSON.stringify(invitee));
    assert.equal((await ask({ eventId: 99_999, ...TO_WES })).status, 400);
    const id = await invite(vic, event, TO_WES);
    assert.equal((await ask({ eventId: event, ...TO_WES })).status, 409);
    await refused(wes, id, "respond", { response: "ACCEPTED" }, 409);
    await refused(wes, id, "respond", { response: "PERHAPS" }, 400);
    await refused(vic, 99_999, "send", {}, 404);
    assert.equal((await vic.get("/api/invitations/99999/history")).status, 404);
  });
  it("keeps every change with who made it and why", async () => {
    const id = await sent(vic, eventOf(VIC), TO_WES);
    await act(wes, id, "respond", { response: "DECLINED" });
    const entries = await history(id);
    assert.deepEqual(
      entries.map(({ status, changed_by }) => [status, changed_by]),
      [
        ["DRAFT", VIC],
        ["PENDING", VIC],
        ["DECLINED", WES],
      ],
    );
    assert.ok(entries.every(({ reason }) => reason.trim() !== ""));
  });
});

describe("QA-044: who may", () => {
  it("invite, send and cancel: the organizer and administrators", async () => {
    const event = eventOf(VIC);
    assert.equal((await pia.post("/api/invitations", { eventId: event, ...TO_WES })).status, 403);
    assert.equal((await pia.post("/api/invitations/bulk-send", { eventId: event, invitees: [TO_WES] })).status, 403);
    const id = await invite(uma, event, TO_WES);
    for (const action of ["send", "cancel"]) await refused(wes, id, action, {}, 403);
    assert.deepEqual((await history(id)).length, 1);
    assert.equal(await act(vic, id, "send"), "PENDING");
  });
  it("answer: the invitee, and nobody else", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    for (const other of [vic, pia]) await refused(other, id, "respond", { response: "ACCEPTED" }, 403);
    const client = await sent(vic, event, { inviteeType: "CLIENT", clientId: 1 });
    await refused(wes, client, "respond", { response: "ACCEPTED" }, 403);
    assert.deepEqual(participants(event), []);
  });
  it("ask at all: people who are signed in", async () => {
    const nobody = stranger(server.origin);
    assert.equal((await nobody.get("/api/invitations/pending")).status, 401);
    assert.equal((await nobody.post("/api/invitations", { eventId: 1, ...TO_WES })).status, 401);
  });
});

describe("QA-044: an administrator's override", () => {
  it("answers for clients and people from outside, who become participants", async () => {
    const event = eventOf(VIC);
    for (const invitee of [
      { inviteeType: "CLIENT", clientId: 1 },
      { inviteeType: "EXTERNAL", email: "guest@example.org" },
    ]) {
      const id = await sent(vic, event, invitee);
      assert.equal(await act(uma, id, "override", { status: "ACCEPTED", reason: "said so on the phone" }), "ACCEPTED");
    }
    assert.deepEqual(participants(event), [
      { user_id: null, client_id: 1, email: null },
      { user_id: null, client_id: null, email: "guest@example.org" },
    ]);
  });
  it("is audited with its reason, and takes participants out again", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    await act(wes, id, "respond", { response: "ACCEPTED" });
    assert.equal(await act(uma, id, "override", { status: "DECLINED", reason: "is ill" }), "DECLINED");
    assert.deepEqual(participants(event), []);
    const { status, changed_by, reason, overridden } = (await history(id)).at(-1) ?? {};
    assert.deepEqual(
      { status, changed_by, reason, overridden: Boolean(overridden) },
      {
        status: "DECLINED",
        changed_by: UMA,
        reason: "is ill",
        overridden: true,
      },
    );
  });
  it("needs a reason and an administrator, and is not written down otherwise", async () => {
    const id = await sent(vic, eventOf(VIC), TO_WES);
    for (const body of [{ status: "ACCEPTED" }, { status: "ACCEPTED", reason: "  " }]) await refused(uma, id, "override", body, 400);
    for (const other of [vic, wes]) await refused(other, id, "override", { status: "ACCEPTED", reason: "I want it" }, 403);
    assert.equal((await history(id)).length, 2);
  });
});

describe("QA-044: time", () => {
  it("keeps the moment until which an invitation can be answered", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, { ...TO_WES, expiresAt: "2031-05-04T12:00" });
    const row = database.prepare("select expires_at from calendar_event_invitations where id = ?").get(id);
    assert.equal(row?.["expires_at"], "2031-05-04T12:00");
    assert.equal(await act(wes, id, "respond", { response: "ACCEPTED" }), "ACCEPTED");
  });
  it("makes an open invitation EXPIRED when somebody looks at it, and writes that down without a name", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    letExpire(id);
    const { body } = await vic.get<readonly Invitation[]>(`/api/invitations?event=${event}`);
    assert.deepEqual(
      body.map(({ status }) => status),
      ["EXPIRED"],
    );
    const { status, changed_by } = (await history(id)).at(-1) ?? {};
    assert.deepEqual({ status, changed_by }, { status: "EXPIRED", changed_by: null });
    assert.equal((await history(id)).length, 3);
  });
  it("lets nobody answer afterwards", async () => {
    const event = eventOf(VIC);
    const id = await sent(vic, event, TO_WES);
    letExpire(id);
    await refused(wes, id, "respond", { response: "ACCEPTED" }, 409);
    assert.deepEqual(participants(event), []);
    const { body } = await wes.get<readonly Invitation[]>("/api/invitations/pending");
    assert.ok(!body.some((one) => one.id === id));
  });
  it("is looked after by a sweep that only administrators start", async () => {
    const id = await sent(vic, eventOf(VIC), TO_WES);
    letExpire(id);
    assert.equal((await vic.post("/api/invitations/sweep")).status, 403);
    assert.deepEqual((await uma.post("/api/invitations/sweep")).status, 200);
    const row = database.prepare("select status from calendar_event_invitations where id = ?").get(id);
    assert.equal(row?.["status"], "EXPIRED");
  });
});

describe("QA-044: many at once", () => {
  it("makes and sends them, and tells which it refused", async () => {
    const event = eventOf(VIC);
    const invitees = [TO_WES, { inviteeType: "CLIENT", clientId: 1 }, { inviteeType: "CLIENT", clientId: 99_999 }, TO_WES];
    const { status, body } = await vic.post<{ sent: readonly Invitation[]; refused: readonly { place: number }[] }>(
      "/api/invitations/bulk-send",
      { eventId: event, invitees },
    );
    assert.equal(status, 200);
    assert.deepEqual(
      body.refused.map(({ place }) => place),
      [2, 3],
    );
    const byEvent = await vic.get<readonly Invitation[]>(`/api/invitations?event=${event}`);
    assert.deepEqual(
      byEvent.body.map((one) => one.status),
      ["PENDING", "PENDING"],
    );
    assert.deepEqual(
      body.sent.map(({ id }) => id),
      byEvent.body.map(({ id }) => id),
    );
    const pending = await wes.get<readonly Invitation[]>("/api/invitations/pending");
    assert.ok(pending.body.some(({ id }) => id === body.sent[0]?.id));
    assert.ok(pending.body.every((one) => one.id !== body.sent[1]?.id));
  });
});

describe("QA-044: accepted without being asked", () => {
  const nothing = { autoAcceptAll: false, organizers: [], eventTypes: [], modules: [] };
  const cases = [
    ["everything", { autoAcceptAll: true }],
    ["an organizer's events", { organizers: [VIC] }],
    ["a type of event", { eventTypes: ["VENDOR_VISIT"] }],
    ["what a part of the program sends", { modules: ["orders"] }],
  ] as const;
  for (const [name, settings] of cases) {
    it(name, async () => {
      assert.equal((await pia.put("/api/invitation-settings", { ...nothing, ...settings })).status, 200);
      const event = eventOf(VIC, "VENDOR_VISIT");
      const id = await invite(vic, event, { inviteeType: "USER", userId: PIA, module: "orders" });
      assert.equal(await act(vic, id, "send"), "AUTO_ACCEPTED");
      assert.deepEqual(participants(event), [{ user_id: PIA, client_id: null, email: null }]);
    });
  }
  it("nothing that the settings do not name", async () => {
    const others = { organizers: [WES], eventTypes: ["DELIVERY"], modules: ["orders"] };
    await pia.put("/api/invitation-settings", others);
    const { body } = await pia.get("/api/invitation-settings");
    assert.deepEqual(body, { ...nothing, ...others });
    assert.equal((await wes.get<{ organizers: readonly number[] }>("/api/invitation-settings")).body.organizers.length, 0);
    await sent(vic, eventOf(VIC), { inviteeType: "USER", userId: PIA, module: "calendar" });
  });
});

describe("QA-044: the pages", () => {
  let browser: Browser;
  let organizer: Page;
  let invitee: Page;
  let event: number;
  const dialog = 'dialog[data-dialog="invite"]';

  before(async () => {
    browser = await openBrowser();
    console.log(`browser: ${browser.name}`);
    organizer = await browser.newPage(server.origin, vic.cookies);
    invitee = await browser.newPage(server.origin, wes.cookies);
    event = eventOf(VIC, "MEETING", `${new Date().toISOString().slice(0, 10)}T12:00`);
  });
  after(() => browser?.close());

  async function isOpen(): Promise<boolean> {
    const [found] = await organizer.find(dialog);
    return found !== undefined && "open" in found.attributes;
  }

  async function entries(page: Page, list: string): Promise<readonly string[]> {
    return (await page.find(`${list} [data-invitation]`)).map(({ attributes }) => attributes["data-status"] ?? "");
  }

  it("open a dialog that closes again, by a button and by the keyboard", async () => {
    await organizer.open(`/calendar/events/${event}/invitations`);
    assert.deepEqual(await entries(organizer, '[data-list="invitations"]'), []);
    assert.equal(await isOpen(), false);
    const openers = browser.isReal ? [() => organizer.press('[data-open-dialog="invite"]', "Enter")] : [];
    for (const open of [() => organizer.click('[data-open-dialog="invite"]'), ...openers]) {
      await open();
      assert.equal(await isOpen(), true);
      await organizer.click(`${dialog} [data-close]`);
      assert.equal(await isOpen(), false);
    }
    if (!browser.isReal) return;
    await organizer.click('[data-open-dialog="invite"]');
    await organizer.press(`${dialog} textarea[name="emails"]`, "Escape");
    assert.equal(await isOpen(), false);
  });

  it("invite everybody who was chosen in the dialog at once", async () => {
    await organizer.open(`/calendar/events/${event}/invitations`);
    await organizer.click('[data-open-dialog="invite"]');
    await organizer.click(`${dialog} input[name="user"][value="${WES}"]`);
    await organizer.click(`${dialog} input[name="client"][value="1"]`);
    await organizer.fill(`${dialog} textarea[name="emails"]`, "one@example.org\ntwo@example.org");
    await organizer.click(`${dialog} form button:not([type="button"])`);
    assert.equal(await isOpen(), false);
    assert.deepEqual(await entries(organizer, '[data-list="invitations"]'), ["PENDING", "PENDING", "PENDING", "PENDING"]);
    const rows = database
      .prepare("select email from calendar_event_invitations where event_id = ? and email is not null order by email")
      .all(event);
    assert.deepEqual(
      rows.map(({ email }) => email),
      ["one@example.org", "two@example.org"],
    );
  });

  it("show in the calendar how many are open, and lead to them", async () => {
    await organizer.open("/calendar");
    const badges = await organizer.find("[data-pending-invitations]");
    assert.deepEqual(
      badges.map(({ attributes, visible }) => [attributes["data-pending-invitations"], visible]),
      [["4", true]],
    );
    await organizer.click("[data-pending-invitations]");
    assert.equal(organizer.path(), `/calendar/events/${event}/invitations`);
  });

  it("let the invitee answer in the widget", async () => {
    const { id } = (await wes.get<readonly (Invitation & { event_id: number })[]>("/api/invitations/pending")).body.find(
      (one) => one.event_id === event,
    ) ?? { id: 0 };
    const declined = await sent(vic, eventOf(VIC), TO_WES);
    const entry = (one: number) => `[data-invitations-widget] [data-invitation="${one}"]`;
    await invitee.open("/calendar");
    await invitee.click(`${entry(id)} button[data-respond="ACCEPTED"]`);
    await invitee.click(`${entry(declined)} button[data-respond="DECLINED"]`);
    assert.deepEqual([...(await invitee.find(entry(id))), ...(await invitee.find(entry(declined)))], []);
    assert.deepEqual(participants(event), [{ user_id: WES, client_id: null, email: null }]);
    assert.equal((await history(declined)).at(-1)?.status, "DECLINED");
  });

  it("keep the settings", async () => {
    const form = 'form[data-form="invitation-settings"]';
    await invitee.open("/calendar/invitation-settings");
    await invitee.click(`${form} input[name="organizers"][value="${VIC}"]`);
    await invitee.click(`${form} input[name="eventTypes"][value="DELIVERY"]`);
    await invitee.click(`${form} button:not([type="button"])`);
    const { body } = await wes.get<{ autoAcceptAll: boolean; organizers: unknown; eventTypes: unknown }>("/api/invitation-settings");
    assert.deepEqual([body.autoAcceptAll, body.organizers, body.eventTypes], [false, [VIC], ["DELIVERY"]]);
    await invitee.open("/calendar/invitation-settings");
    const [organizers] = await invitee.find(`${form} input[name="organizers"][value="${VIC}"]`);
    const [all] = await invitee.find(`${form} input[name="autoAcceptAll"]`);
    assert.deepEqual([organizers?.checked, all?.checked], [true, false]);
  });

  it("know no invitations of an event that does not exist", async () => {
    await invitee.open("/calendar/events/99999/invitations");
    assert.equal((await invitee.find('main[data-page="not-found"]')).length, 1);
  });
});
