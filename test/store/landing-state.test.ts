import { describe, expect, it } from "vitest";
import type { Change } from "../../src/core/change.ts";
import type { PushAttempt } from "../../src/store/rows.ts";
import { lastEvent, newSession } from "./random-step.ts";
import { testStore } from "./support.ts";

const CHANGE: Change = {
  ...{ id: "S-1.1", kind: "task", task: "QA-033", session: "S-1", epoch: 3, base: "b", head: "h" },
  ...{ subject: "QA-033: it's `done`; drop table change", state: "queued", submittedAtMs: 7 },
};

describe("changes", () => {
  it("are submitted once however often they are sent", async () => {
    const { store } = await testStore();
    await store.openSession(newSession("S-1", "QA-033", ["src"]));
    expect(await store.submitChange(CHANGE, ["src/a.ts"])).toBe(true);
    expect(await store.submitChange({ ...CHANGE, head: "other" }, [])).toBe(false);
    expect(await store.change("S-1.1")).toEqual({ ...CHANGE, files: ["src/a.ts"], commit: null, returned: null });
    expect(await store.events({ kinds: ["change-submitted"] })).toMatchObject([{ run: "run-1", session: "S-1", body: { head: "h" } }]);
    await expect(store.submitChange({ ...CHANGE, id: "x", state: "landed" }, [])).rejects.toMatchObject({ code: "bug" });
  });

  it("are listed in submission order, by state, session and task", async () => {
    const { store } = await testStore();
    for (const id of ["z", "a", "m"]) await store.submitChange({ ...CHANGE, id, session: null, task: id }, []);
    await store.moveChange("a", "queued", "testing");
    const ids = async (query: Parameters<typeof store.changes>[0]) => (await store.changes(query)).map((change) => change.id);
    expect(await ids({})).toEqual(["z", "a", "m"]);
    expect(await ids({ states: ["queued"] })).toEqual(["z", "m"]);
    expect(await ids({ task: "m" })).toEqual(["m"]);
    expect(await ids({ session: "S-1" })).toEqual([]);
  });

  it("end exactly once, with the event that says how, and keep what it says", async () => {
    const { store } = await testStore();
    await store.submitChange(CHANGE, []);
    await store.moveChange("S-1.1", "queued", "testing");
    await store.moveChange("S-1.1", "testing", "pushing");
    const landed = lastEvent("S-1.1", "landed");
    const returned = lastEvent("S-1.1", "returned");
    const answers = await Promise.all([
      store.moveChange("S-1.1", "pushing", "landed", landed),
      store.moveChange("S-1.1", "pushing", "returned", returned),
      store.moveChange("S-1.1", "pushing", "landed", landed),
    ]);
    expect(answers).toEqual([true, false, false]);
    expect(await store.change("S-1.1")).toMatchObject({ state: "landed", commit: "d".repeat(40), returned: null });
    expect(await store.events({ kinds: ["change-landed", "change-returned"] })).toHaveLength(1);
  });

  it("keep the evidence they came back with", async () => {
    const { store } = await testStore();
    await store.submitChange(CHANGE, []);
    await store.moveChange("S-1.1", "queued", "returned", lastEvent("S-1.1", "returned"));
    expect((await store.change("S-1.1"))?.returned).toMatchObject({ code: "conflict", files: ["src/a.ts"] });
  });

  it("cannot end without their own event: that is a bug", async () => {
    const { store } = await testStore();
    await store.submitChange(CHANGE, []);
    await expect(store.moveChange("S-1.1", "queued", "withdrawn")).rejects.toMatchObject({ code: "bug" });
    await expect(store.moveChange("S-1.1", "queued", "withdrawn", lastEvent("other", "withdrawn"))).rejects.toMatchObject({ code: "bug" });
    await expect(store.moveChange("S-1.1", "queued", "landed", lastEvent("S-1.1", "landed"))).rejects.toMatchObject({ code: "bug" });
    expect(await store.change("S-1.1")).toMatchObject({ state: "queued" });
  });
});

describe("push attempts", () => {
  const attempt: PushAttempt = {
    ...{ id: "p1", commit: "c", tree: "t", base: "b", changes: ["S-1.1"] },
    updates: [{ ref: "refs/heads/main", expected: "b", to: "c" }],
  };

  it("stay open, oldest first, until their outcome is known, and the first outcome stays", async () => {
    const { store, clock } = await testStore();
    await store.journalAttempt(attempt);
    await store.journalAttempt({ ...attempt, commit: "never" });
    clock.advance(1);
    await store.journalAttempt({ ...attempt, id: "p0", updates: [{ ref: "refs/x", expected: null, to: "c" }] });
    expect((await store.openAttempts()).map((open) => open.id)).toEqual(["p1", "p0"]);
    expect((await store.openAttempts())[0]).toEqual(attempt);
    expect(await store.closeAttempt("p1", "landed")).toBe(true);
    expect(await store.closeAttempt("p1", "absent")).toBe(false);
    expect(await store.closeAttempt("unknown", "absent")).toBe(false);
    expect((await store.openAttempts()).map((open) => open.id)).toEqual(["p0"]);
  });
});

describe("gate results", () => {
  it("answer for exactly one tree, gate and environment; the latest counts", async () => {
    const { store } = await testStore();
    const key = { tree: "t", gate: "types", environment: "e" };
    expect(await store.gateResult(key)).toBeUndefined();
    await store.saveGateResult({ ...key, passed: false, ms: 12.6, detail: "1 error", outputFile: "/x" });
    await store.saveGateResult({ ...key, passed: true, ms: 12.6, detail: "", outputFile: null });
    expect(await store.gateResult(key)).toEqual({ ...key, passed: true, ms: 13, detail: "", outputFile: null });
    for (const part of ["tree", "gate", "environment"]) expect(await store.gateResult({ ...key, [part]: "?" })).toBeUndefined();
  });
});
