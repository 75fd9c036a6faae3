import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { fakeClock } from "../support/clock.ts";
import { newSession } from "./random-step.ts";
import { testStore } from "./support.ts";

const RUN = { id: "r1", agents: 4, primary: "DATA-001", tasks: ["DATA-001", "QA-033"], options: { agent: "scripted", only: null } };

describe("runs", () => {
  it("open, go on after a restart with what they were opened with, and end once", async () => {
    const { store, clock } = await testStore();
    expect(await store.latestRun()).toBeUndefined();
    const opened = await store.openRun(RUN);
    expect(opened).toEqual({ ...RUN, startedAtMs: clock.now(), endedAtMs: null, outcome: null, reason: null });
    expect(await store.openRun({ ...RUN, agents: 9, tasks: [] })).toEqual(opened);
    clock.advance(1_000);
    expect(await store.endRun("r1", "done", "all landed")).toBe(true);
    expect(await store.endRun("r1", "stopped", "again")).toBe(false);
    expect(await store.latestRun()).toEqual({ ...opened, endedAtMs: clock.now(), outcome: "done", reason: "all landed" });
    await expect(store.openRun(RUN)).rejects.toMatchObject({ code: "bug" });
    expect((await store.events({ run: "r1" })).map((event) => event.body)).toMatchObject([
      { kind: "run-started", agents: 4, resumed: false },
      { kind: "run-started", agents: 4, resumed: true },
      { kind: "run-ended", outcome: "done" },
    ]);
  });

  it("are ordered by their opening even where the wall clock went back", async () => {
    const { store, clock } = await testStore();
    await store.openRun(RUN);
    clock.advance(-60_000);
    await store.openRun({ ...RUN, id: "r2" });
    expect((await store.latestRun())?.id).toBe("r2");
  });

  it("are told of once they did some work, not when they only landed or dropped something", async () => {
    const { store } = await testStore();
    expect(await store.latestRunWithWork()).toBeUndefined();
    await store.openRun(RUN);
    await store.endRun("r1", "done", "all landed");
    await store.openRun({ ...RUN, id: "r2", tasks: [] });
    expect((await store.latestRunWithWork())?.id).toBe("r1");
    await store.openSession({ ...newSession("S-1", "QA-033", ["src"]), run: "r2" });
    expect((await store.latestRunWithWork())?.id).toBe("r2");
  });
});

describe("facts about tasks", () => {
  it("keep the latest one and tell of each", async () => {
    const { store, clock } = await testStore();
    await store.setTaskOverride("QA-016", { kind: "dropped", reason: "not wanted" });
    await store.setTaskOverride(
      "QA-016",
      { kind: "done-by", reason: "its acceptance passes", other: "QA-015" },
      { run: "r1", session: "S-1" },
    );
    await store.setTaskOverride("QA-015", { kind: "landed", reason: "on main" });
    expect(await store.taskOverrides()).toEqual(
      new Map([
        ["QA-015", { kind: "landed", reason: "on main", other: null, atMs: clock.now() }],
        ["QA-016", { kind: "done-by", reason: "its acceptance passes", other: "QA-015", atMs: clock.now() }],
      ]),
    );
    expect(await store.events({})).toMatchObject([
      { run: null, task: "QA-016", body: { kind: "task-dropped", reason: "not wanted" } },
      { run: "r1", task: "QA-016", session: "S-1", body: { kind: "done-by", other: "QA-015" } },
    ]);
  });
});

describe("kept values", () => {
  it("give back the JSON that was kept, across a restart", async () => {
    const { store, file } = await testStore();
    await store.setValue("main", { commit: "c", deep: [1, null, "x"] });
    await store.setValue("main", { commit: "d" });
    await store.setValue("nothing", null);
    await store.close();
    const again = await openStore(file, { clock: fakeClock() });
    expect(await again.value("main")).toEqual({ commit: "d" });
    expect(await again.value("nothing")).toBeNull();
    expect(await again.value("unknown")).toBeUndefined();
    await again.close();
  });
});
