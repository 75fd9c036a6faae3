import { describe, expect, it } from "vitest";
import { HOLDING_STATES, SESSION_MACHINE, type SessionState } from "../../src/core/session.ts";
import type { Store } from "../../src/store/store.ts";
import { newSession } from "./random-step.ts";
import { testStore } from "./support.ts";

/** The shortest way from `claimed` to `state`. */
function wayTo(state: SessionState): SessionState[] {
  const ways: SessionState[][] = [["claimed"]];
  for (const way of ways) {
    const last = way.at(-1) ?? "claimed";
    if (last === state) return way;
    for (const next of SESSION_MACHINE[last]) if (!way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`no way to ${state}`);
}

async function moveAlong(store: Store, id: string, way: readonly SessionState[]): Promise<void> {
  for (const [index, to] of way.entries()) {
    const from = way[index - 1];
    if (from !== undefined) expect(await store.moveSession(id, from, to, "on its way")).toBe(true);
  }
}

describe("admitting a session", () => {
  it("stores the session with its lease and tells of it in the same transaction", async () => {
    const { store, clock } = await testStore();
    const opened = await store.openSession(newSession("S-1", "QA-033", ["src/a.ts"]));
    expect(opened).toMatchObject({ ok: true, value: { state: "claimed", attempt: 0, openedAtMs: clock.now() } });
    expect(await store.session("S-1")).toEqual(opened.ok && opened.value);
    expect(await store.leases()).toEqual([{ session: "S-1", task: "QA-033", path: "src/a.ts" }]);
    const [event] = await store.events({ kinds: ["session-opened"] });
    expect(event).toMatchObject({ run: "run-1", task: "QA-033", session: "S-1", body: { agent: "scripted", confined: true } });
  });

  it("refuses a second session of a held task and names the holder", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src/a.ts"]));
    const second = await store.openSession(newSession("S-2", "QA-033", ["docs"]));
    expect(second).toMatchObject({ ok: false, refusal: { code: "held", holder: "S-1" } });
    expect(await store.session("S-2")).toBeUndefined();
    expect(await store.events({ session: "S-2" })).toEqual([]);
  });

  it.each([
    ["the same file", ["src/a.ts"], ["src/a.ts"]],
    ["a directory over a file", ["src/a.ts"], ["src"]],
    ["a file under a glob", ["src/**/*.ts"], ["src/deep/a.ts"]],
    ["everything", ["docs/x.md"], ["**"]],
  ])("refuses overlapping paths and says who holds which: %s", async (_, held, wanted) => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", held));
    const second = await store.openSession(newSession("S-2", "QA-034", ["other.ts", ...wanted]));
    expect(second).toMatchObject({ ok: false, refusal: { code: "held", holder: "S-1" } });
    expect(second.ok ? "" : second.refusal.next).toBe(
      `wait until S-1 (task QA-033) ends: it holds ${held[0]}, which overlaps ${wanted[0]}`,
    );
    expect(await store.leases()).toHaveLength(held.length);
  });

  it("admits exactly one of many that ask at once", async () => {
    const { store } = await testStore();
    const asked = Array.from({ length: 40 }, (_, index) => newSession(`S-${index}`, "QA-033", ["src"]));
    const answers = await Promise.all(asked.map((session) => store.openSession(session)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });
});

describe("moving a session", () => {
  it("moves only from the state it is in, and changes nothing otherwise", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    expect(await store.moveSession("S-1", "claimed", "preparing", "go", { note: "kept" })).toBe(true);
    expect(await store.moveSession("S-1", "claimed", "aborted", "late", { note: "lost" })).toBe(false);
    expect(await store.session("S-1")).toMatchObject({ state: "preparing", note: "kept" });
    expect((await store.events({ kinds: ["session-moved"] })).map((event) => event.body)).toEqual([
      { kind: "session-moved", from: "claimed", to: "preparing", reason: "go" },
    ]);
  });

  it("calls a move the machine forbids a bug", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await expect(store.moveSession("S-1", "claimed", "landed", "no")).rejects.toMatchObject({ code: "bug" });
  });

  it("changes facts without moving, and only the ones given", async () => {
    const { store, clock } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    clock.advance(5_000);
    await store.patchSession("S-1", { confined: false, agentSession: "conversation", deadlineMs: 2 ** 41 });
    const session = await store.session("S-1");
    expect(session).toMatchObject({ confined: false, agentSession: "conversation", deadlineMs: 2 ** 41, note: null, slot: 0 });
    expect(session?.updatedAtMs).toBe(clock.now());
    await store.patchSession("S-1", { deadlineMs: null });
    expect(await store.session("S-1")).toMatchObject({ deadlineMs: null, agentSession: "conversation" });
    await expect(store.patchSession("S-9", {})).rejects.toMatchObject({ code: "bug" });
  });

  const states = Object.keys(SESSION_MACHINE) as SessionState[];
  it.each(states)("keeps task and paths held exactly while a state holds them: %s", async (state) => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await moveAlong(store, "S-1", wayTo(state));
    const holds = (HOLDING_STATES as readonly string[]).includes(state);
    expect(await store.leases()).toHaveLength(holds ? 1 : 0);
    expect((await store.openSession(newSession("S-2", "QA-033", ["docs"]))).ok).toBe(!holds);
    expect((await store.openSession(newSession("S-3", "QA-034", ["src/a.ts"]))).ok).toBe(!holds);
  });

  it("finds sessions by run, task and state in the order they were opened", async () => {
    const { store } = await testStore();
    for (const [id, path] of [
      ["S-2", "b"],
      ["S-1", "a"],
      ["S-3", "c"],
    ] as const)
      await store.openSession(newSession(id, `T-${id}`, [path]));
    await store.moveSession("S-1", "claimed", "preparing", "go");
    const ids = async (query: Parameters<Store["sessions"]>[0]) => (await store.sessions(query)).map((session) => session.id);
    expect(await ids({})).toEqual(["S-2", "S-1", "S-3"]);
    expect(await ids({ states: ["claimed"] })).toEqual(["S-2", "S-3"]);
    expect(await ids({ task: "T-S-3" })).toEqual(["S-3"]);
    expect(await ids({ run: "run-2" })).toEqual([]);
    expect(await ids({ states: [] })).toEqual([]);
  });
});

describe("extending a lease", () => {
  it("adds free paths, all of them or none, and tells of both answers", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src/a.ts"]));
    await store.openSession(newSession("S-2", "QA-034", ["docs"]));
    expect(await store.extendLease("S-1", ["src/b.ts", "src/a.ts"])).toEqual({ ok: true, value: ["src/a.ts", "src/b.ts"] });
    const refused = await store.extendLease("S-1", ["free.ts", "docs/x.md"]);
    expect(refused).toMatchObject({ ok: false, refusal: { code: "held", holder: "S-2" } });
    expect((await store.session("S-1"))?.paths).toEqual(["src/a.ts", "src/b.ts"]);
    expect((await store.events({ kinds: ["lease-extended"] })).map((event) => event.body)).toMatchObject([
      { granted: true, holder: null },
      { granted: false, holder: "S-2", paths: ["free.ts", "docs/x.md"] },
    ]);
  });

  it("is refused to a session that holds nothing any more", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await store.moveSession("S-1", "claimed", "aborted", "a person");
    expect(await store.extendLease("S-1", ["docs"])).toMatchObject({ ok: false, refusal: { code: "not-holder" } });
    expect(await store.extendLease("unknown", ["docs"])).toMatchObject({ ok: false, refusal: { code: "not-holder" } });
  });
});

describe("narrowing a lease", () => {
  it("gives back what is named and held, tells of it once, and what was given back is free", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src/a.ts", "src/b.ts"]));
    expect(await store.narrowLease("S-1", ["src/a.ts", "elsewhere.ts"], "a part landed")).toEqual(["src/b.ts"]);
    expect(await store.narrowLease("S-1", ["src/a.ts"], "a part landed")).toBeUndefined();
    expect((await store.events({ kinds: ["lease-narrowed"] })).map(({ body }) => body)).toEqual([
      { kind: "lease-narrowed", dropped: ["src/a.ts"], kept: ["src/b.ts"], because: "a part landed" },
    ]);
    expect((await store.openSession(newSession("S-2", "QA-034", ["src/a.ts"]))).ok).toBe(true);
    expect(await store.extendLease("S-1", ["src/a.ts"])).toMatchObject({ ok: false, refusal: { holder: "S-2" } });
  });

  it("changes nothing of a session that holds nothing any more", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    await store.moveSession("S-1", "claimed", "aborted", "a person");
    expect(await store.narrowLease("S-1", ["src"], "late")).toBeUndefined();
    expect((await store.session("S-1"))?.paths).toEqual(["src"]);
  });
});

describe("what was expected of a session", () => {
  it("is kept with its opening, or not at all when it is refused", async () => {
    const { store } = await testStore();
    const planned = {
      ...{ agentClass: "fast", estimateHours: 2, p50Hours: 1, p80Hours: 3, unknown: null },
      predicted: [{ path: "src/a.ts", probability: 0.8 }],
    };
    await store.openSession({ ...newSession("S-1", "QA-033", ["src/a.ts"]), planned });
    await store.openSession({ ...newSession("S-2", "QA-034", ["src/a.ts"]), planned });
    const events = await store.events({ kinds: ["session-opened", "session-planned"] });
    expect(events.map(({ session, body }) => `${session} ${body.kind}`)).toEqual(["S-1 session-opened", "S-1 session-planned"]);
    expect(events[1]?.body).toEqual({ kind: "session-planned", ...planned });
  });
});
