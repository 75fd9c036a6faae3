import { describe, expect, it, onTestFinished } from "vitest";
import type { Coordinator } from "../../src/coordinator/coordinator.ts";
import { type Engine, openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import { reorder, startable } from "../../src/coordinator/reorder.ts";
import type { RunContext } from "../../src/coordinator/run-context.ts";
import { openSite } from "../../src/coordinator/site.ts";
import type { EventKind } from "../../src/core/event.ts";
import type { DurationModel } from "../../src/plan/forecast/duration-model.ts";
import { task } from "../plan/tasks.ts";
import { makeWorkplace, type PlannedTask, ROADMAP, type Workplace } from "../support/run.ts";

const writes = (name: string): PlannedTask => ({
  writes: [`src/${name}.txt`],
  steps: [{ write: `src/${name}.txt`, content: `${name}\n` }],
});
/** The first one strays; then the long one stands before the short one. */
const TASKS = {
  "QA-001": { ...writes("one"), steps: [{ write: "src/astray.txt", content: "x\n" }, { think: 2_000 }] },
  "QA-002": writes("two"),
  "QA-003": writes("three"),
};
const HOURS = { "QA-001": "1-1h", "QA-002": "40-40h", "QA-003": "1-1h" };

function workplace(): Promise<Workplace> {
  const entries = Object.entries(HOURS).map(
    ([id, hours]) => `### ${id}: Title of ${id}\n\n**Status:** Not Started | **Effort:** ${hours}\n`,
  );
  return makeWorkplace({
    tasks: TASKS,
    files: { [ROADMAP]: `# Master Roadmap\n\n## Now\n\n${entries.join("\n")}` },
  });
}

async function open(place: Workplace): Promise<{ engine: Engine; coordinator: Coordinator; close(): Promise<void> }> {
  const engine = await openEngine(await openSite(place.clone));
  const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: null, agent: null, repair: null });
  let isOpen = true;
  const end = async () => {
    if (!isOpen) return;
    isOpen = false;
    await close();
    await engine.close();
  };
  onTestFinished(end);
  return { engine, coordinator, close: end };
}

const events = async ({ engine }: RunContext, kind: EventKind) =>
  (await engine.store.events({ kinds: [kind] })).map(({ task, body }) => ({ task, body }));
const asWritten = Object.keys(TASKS);

describe("the order of the open tasks", () => {
  it("changes when a session strays, and the run goes on by the new list", async () => {
    const { coordinator } = await open(await workplace());
    const { context } = coordinator;
    context.live.order = asWritten;
    expect(await coordinator.run()).toMatchObject({ outcome: "done" });
    expect((await events(context, "session-opened")).map(({ task }) => task)).toEqual(["QA-001", "QA-003", "QA-002"]);
    const [first] = await events(context, "replanned");
    expect(first?.body).toMatchObject({ order: ["QA-003", "QA-002"], because: "QA-001 also writes src/astray.txt" });
    // One hour and 41 against 40 and 41, each after what the first still takes.
    expect(first?.body).toMatchObject({ gain: expect.closeTo(39 / 83, 1) });
  });

  it("stays as it is when planning fails, which is told once", async () => {
    const { coordinator } = await open(await workplace());
    const { context } = coordinator;
    const durationOf: DurationModel["durationOf"] = () => {
      throw new Error("no such number");
    };
    const broken = { ...context, durations: { ...context.durations, durationOf } };
    context.live.order = asWritten;
    for (const because of ["QA-001 is failed", "QA-009 is open again"]) {
      context.live.replanBecause = because;
      await reorder(broken);
    }
    expect(context.live.order).toEqual(asWritten);
    const told = (await events(context, "note")).filter(({ body }) => body.kind === "note" && body.text.includes("stays as it is"));
    expect(told.map(({ body }) => body)).toEqual([
      { kind: "note", level: "warning", text: "the order of the open tasks stays as it is: no such number" },
    ]);
    context.live.replanBecause = "QA-001 is failed";
    await reorder(context);
    expect(context.live.order.indexOf("QA-003")).toBeLessThan(context.live.order.indexOf("QA-002"));
  });

  it("is made anew after a restart and looked at at once, since the plan knows nothing of what was under way", async () => {
    const place = await workplace();
    const before = await open(place);
    expect(before.coordinator.context.live.replanBecause).toBeNull();
    await before.close();
    const { coordinator } = await open(place);
    const { run, live } = coordinator.context;
    expect([run, live.replanBecause]).toEqual([before.coordinator.context.run, "the run goes on after a restart"]);
    live.order = asWritten;
    await reorder(coordinator.context);
    expect((await events(coordinator.context, "replanned")).map(({ body }) => body)).toMatchObject([
      { because: "the run goes on after a restart" },
    ]);
    expect(live.order.indexOf("QA-003")).toBeLessThan(live.order.indexOf("QA-002"));
  });
});

describe("the tasks that are ordered", () => {
  it("are those that nothing but time holds back: none that was begun, nor one behind a failed one or one held elsewhere", () => {
    const behind = { "B-1": ["A-1"], "C-1": ["B-1"], "E-1": ["D-1"], "G-1": ["F-1"], "H-1": ["E-1", "G-1"], "J-1": ["GONE"] };
    const ids = ["H-1", "G-1", "A-1", "B-1", "C-1", "D-1", "E-1", "F-1", "J-1"];
    const tasks = new Map(ids.map((id) => [id, task(id, { dependsOn: behind[id as keyof typeof behind] ?? [] })]));
    const open = ids.map((id) => [id, "open"] as const);
    const order = (states: Parameters<typeof startable>[1]["states"], begun: readonly string[] = []) =>
      startable(ids, { tasks, states, begun: new Set(begun) });
    expect(order(new Map(open))).toEqual(ids);
    expect(order(new Map([...open, ["A-1", "ended"]]))).toEqual(["H-1", "G-1", "D-1", "E-1", "F-1", "J-1"]);
    expect(order(new Map([...open, ["F-1", "away"], ["A-1", "done"]]))).toEqual(["B-1", "C-1", "D-1", "E-1", "J-1"]);
    expect(order(new Map(open), ["A-1", "D-1"])).toEqual(["H-1", "G-1", "B-1", "C-1", "E-1", "F-1", "J-1"]);
  });
});
