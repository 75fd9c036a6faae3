import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionKey } from "../../src/coordinator/actions.ts";
import { decide, whyWaiting } from "../../src/coordinator/decide.ts";
import type { SessionView, Snapshot, TaskView } from "../../src/coordinator/snapshot.ts";
import { firstOverlap } from "../../src/core/paths.ts";
import { HOLDING_STATES, SESSION_STATES } from "../../src/core/session.ts";
import { emptyQueue, type LandingQueue } from "../../src/landing/queue/queue.ts";
import { queueAfter } from "../../src/landing/queue/queue-after.ts";

const task = (id: string, paths: string[] = [`src/${id}.ts`], more: Partial<TaskView> = {}): TaskView => ({
  id,
  state: "open",
  paths,
  dependsOn: [],
  conflictsWith: [],
  ...{ alone: false, hours: [1] },
  ...more,
});
const session = (taskId: string, state: SessionView["state"], slot = 0, paths: string[] = [`src/${taskId}.ts`]): SessionView => ({
  id: `Session-20260105-${taskId}-00000000`,
  task: taskId,
  ...{ state, slot, paths, hoursLeft: 1, answered: false, waitMs: 0 },
});
const QUEUE = { workers: 2, strict: false, batchMax: 8, retryShare: 1 };
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  mode: "running",
  main: { commit: "c", health: "healthy", failingGate: null, detail: "" },
  agents: 4,
  classes: [{ name: "any", capacity: more.agents ?? 4, speed: 1, costPerHour: 0 }],
  primary: null,
  repair: "none",
  repairTask: "REPAIR",
  tasks: [],
  sessions: [],
  changes: [],
  landing: emptyQueue(QUEUE),
  landingWaitMs: 0,
  busy: new Set(),
  opening: new Map(),
  recordsBehind: false,
  waitsForAnswers: false,
  payable: Number.POSITIVE_INFINITY,
  needsPerson: null,
  ...more,
});
/** A queue that this change has entered. */
const queueOf = (id: string, rank: 0 | 1 | 2): LandingQueue =>
  queueAfter(emptyQueue(QUEUE), { kind: "submitted", change: { id, rank, barrier: rank < 2, submittedMs: 0 }, conflictsWith: [] });
const red = { commit: "c", health: "red", failingGate: "types", detail: "" } as const;

describe("promise 2: nothing starts on a main that is not known to be healthy", () => {
  it("checks main before the first task is opened", () => {
    const main = { commit: "c", health: "unknown", failingGate: null, detail: "" } as const;
    expect(decide(snapshot({ main, tasks: [task("A")] }))).toEqual([{ kind: "check-main" }]);
  });
  it("opens no task on a red main and ends the run naming the gate", () => {
    expect(decide(snapshot({ main: red, tasks: [task("A")] }))).toEqual([
      { kind: "finish", outcome: "red-main", reason: "gate types fails on main itself" },
    ]);
  });
  it("opens only the repair on a red main when one is configured", () => {
    expect(decide(snapshot({ main: red, repair: "wanted", tasks: [task("A")] }))).toEqual([{ kind: "repair", slot: 0 }]);
  });
  it("lands the repair although main is red, and nothing else", () => {
    const repairing = session("REPAIR", "submitted");
    const changes = [{ id: "x", kind: "task" as const, session: repairing.id, state: "queued" as const }];
    expect(decide(snapshot({ main: red, repair: "tried", sessions: [repairing], changes, landing: queueOf("x", 1) }))).toMatchObject([
      { kind: "run-candidate", run: { changes: ["x"] } },
    ]);
    const stranger = session("B", "submitted");
    const queued = [{ id: "y", kind: "task" as const, session: stranger.id, state: "queued" as const }];
    expect(decide(snapshot({ main: red, repair: "tried", sessions: [stranger], changes: queued })).map(({ kind }) => kind)).toEqual([
      "finish",
    ]);
  });
});

describe("tasks side by side", () => {
  it("opens as many tasks as there are free agents, in plan order", () => {
    const actions = decide(snapshot({ agents: 2, tasks: [task("A"), task("B"), task("C")] }));
    expect(actions.map((action) => actionKey(action))).toEqual(["task:A", "task:B"]);
  });
  it("keeps a task waiting while another holds one of its paths, even after that one was submitted", () => {
    const tasks = [task("QA-033", ["src/layout.ts"]), task("QA-034", ["src/layout.ts"])];
    const sessions = [session("QA-033", "submitted", 0, ["src/layout.ts"])];
    expect(decide(snapshot({ tasks, sessions }))).toEqual([]);
  });
  it("begins nothing new while what is finished waits longer than an hour to land, and says so", () => {
    const landing = ["x", "y", "z"].reduce(
      (queue, id) => queueAfter(queue, { kind: "submitted", change: { id, rank: 2, barrier: false, submittedMs: 0 }, conflictsWith: [] }),
      emptyQueue(QUEUE),
    );
    const backedUp = snapshot({ tasks: [task("A")], landing, landingWaitMs: 3_700_000 });
    expect(decide(backedUp).filter(({ kind }) => kind === "open-session")).toEqual([]);
    expect(whyWaiting(backedUp, 9)).toEqual([{ task: "A", reason: "3 changes wait to land, about 62 minutes each" }]);
    const short = { ...backedUp, landingWaitMs: 60_000 };
    expect(decide(short).filter(({ kind }) => kind === "open-session")).toHaveLength(1);
  });
  it("runs a task of unknown footprint alone (promise 6)", () => {
    const actions = decide(snapshot({ tasks: [task("A", ["**"]), task("B")] }));
    expect(actions.map((action) => actionKey(action))).toEqual(["task:A"]);
  });
  it("waits for dependencies to be on main", () => {
    const tasks = [task("A", ["a"], { state: "ended" }), task("B", ["b"], { dependsOn: ["A"] })];
    expect(decide(snapshot({ tasks }))).toEqual([{ kind: "finish", outcome: "incomplete", reason: "not on main: A, B" }]);
  });
  it("keeps one agent for the primary until it has started", () => {
    const tasks = [task("A"), task("B"), task("P", ["src/A.ts"])];
    const actions = decide(snapshot({ agents: 2, primary: "P", tasks }));
    expect(actions.map((action) => actionKey(action))).toEqual(["task:A"]);
  });
  it("gives work that came back an agent before new work", () => {
    const actions = decide(snapshot({ agents: 1, tasks: [task("A")], sessions: [session("B", "returned")] }));
    expect(actions.map((action) => action.kind)).toEqual(["take-back"]);
  });
});

describe("after a landing", () => {
  it("verifies what landed, but judges nobody while a revert is on its way", () => {
    const sessions = [session("A", "landed"), session("B", "landed")];
    expect(decide(snapshot({ sessions }))).toEqual([{ kind: "verify" }]);
    const changes = [{ id: "revert-1", kind: "revert" as const, session: sessions[0]?.id ?? null, state: "queued" as const }];
    expect(decide(snapshot({ sessions, changes, landing: queueOf("revert-1", 0) })).map(({ kind }) => kind)).toEqual(["run-candidate"]);
  });
});

describe("ending a run", () => {
  it("writes the records once before it ends", () => {
    const tasks = [task("A", ["a"], { state: "done" })];
    expect(decide(snapshot({ tasks, recordsBehind: true }))).toEqual([{ kind: "write-records" }]);
    expect(decide(snapshot({ tasks }))).toEqual([{ kind: "finish", outcome: "done", reason: "every task is on main" }]);
  });
  it("ends when only questions to a person are left, naming them; asked to wait, it stays open", () => {
    const asking = snapshot({ tasks: [task("A")], sessions: [session("A", "waiting-input")] });
    expect(decide(asking)).toMatchObject([{ kind: "finish", outcome: "incomplete", reason: expect.stringContaining("an answer waits A") }]);
    expect(decide({ ...asking, waitsForAnswers: true })).toEqual([]);
    expect(decide({ ...asking, waitsForAnswers: true, mode: "draining" })).toMatchObject([{ kind: "finish", outcome: "stopped" }]);
  });
});

describe("sessions that wait", () => {
  const tasks = [task("A"), task("B")];
  it("for a person, leave their agent to the next task and get one again once they are answered", () => {
    const asking = session("A", "waiting-input");
    expect(decide(snapshot({ agents: 1, tasks, sessions: [asking] }))).toMatchObject([{ kind: "open-session", task: "B", slot: 0 }]);
    const answered = snapshot({ agents: 1, tasks, sessions: [{ ...asking, answered: true }] });
    expect(decide(answered)).toEqual([{ kind: "go-on", session: asking.id, slot: 0 }]);
    const busy = snapshot({ agents: 2, tasks, sessions: [{ ...asking, answered: true }, session("B", "working", 0)] });
    expect(decide(busy)).toContainEqual({ kind: "go-on", session: asking.id, slot: 1 });
  });
  it("for a rate limit, hold back everything new of that class, and go on when it is over", () => {
    const classes = [
      { name: "one", capacity: 1, speed: 1, costPerHour: 0 },
      { name: "two", capacity: 1, speed: 1, costPerHour: 0 },
    ];
    const both = { agents: 2, classes, tasks: [task("A"), task("B", ["b"], { hours: [1, 1] }), task("C", ["c"], { hours: [1, 1] })] };
    const limited = { ...session("A", "rate-limited", 0), waitMs: 60_000 };
    expect(decide(snapshot({ ...both, sessions: [limited] }))).toMatchObject([{ kind: "open-session", task: "B", slot: 1 }]);
    const over = decide(snapshot({ ...both, sessions: [{ ...limited, waitMs: 0 }] }));
    expect(over).toMatchObject([
      { kind: "go-on", session: limited.id, slot: 0 },
      { kind: "open-session", task: "B", slot: 1 },
    ]);
    expect(decide(snapshot({ tasks: [task("A")], sessions: [limited] }))).toEqual([]);
  });
  it("for a pause after their agent died, keep its place", () => {
    const stalled = { ...session("A", "stalled"), waitMs: 5 };
    expect(decide(snapshot({ agents: 1, tasks, sessions: [stalled] }))).toEqual([]);
    expect(decide(snapshot({ agents: 1, tasks, sessions: [{ ...stalled, waitMs: 0 }] }))).toEqual([
      { kind: "go-on", session: stalled.id, slot: 0 },
    ]);
  });
  it("for a person, let others at their paths when nothing else is left, and go on after those", () => {
    const shared = [task("A", ["src/x.ts"]), task("B", ["src/x.ts"])];
    const asking = session("A", "waiting-input", 0, ["src/x.ts"]);
    expect(decide(snapshot({ tasks: shared, sessions: [asking] }))).toEqual([{ kind: "yield-lease", session: asking.id }]);
    const yielded = { ...asking, paths: [] };
    expect(decide(snapshot({ tasks: shared, sessions: [yielded] }))).toMatchObject([{ kind: "open-session", task: "B" }]);
    const others = [session("B", "working", 0, ["src/x.ts"]), { ...yielded, answered: true }];
    expect(decide(snapshot({ tasks: shared, sessions: others })).map(({ kind }) => kind)).toEqual(["work"]);
    expect(decide(snapshot({ tasks: [shared[0] ?? task("A")], sessions: [asking] })).map(({ kind }) => kind)).toEqual(["finish"]);
  });
});

describe("for any snapshot", () => {
  const arbitrary = fc.record({
    mode: fc.constantFrom("running", "draining", "stopping" as const),
    agents: fc.integer({ min: 1, max: 5 }),
    health: fc.constantFrom("unknown", "healthy", "red" as const),
    paths: fc.array(fc.subarray(["a", "b", "c", "d/e", "d", "**"], { minLength: 1 }), { minLength: 1, maxLength: 8 }),
    states: fc.array(fc.constantFrom(...SESSION_STATES), { maxLength: 4 }),
  });
  it("never opens two tasks that share a path, nor more than there are agents, nor anything on an unhealthy main", () => {
    fc.assert(
      fc.property(arbitrary, ({ mode, agents, health, paths, states }) => {
        const tasks = paths.map((list, index) => task(`T${index}`, list));
        const sessions = states.map((state, index) => session(`S${index}`, state, index, ["a"]));
        const actions = decide(snapshot({ mode, agents, main: { commit: "c", health, failingGate: "g", detail: "" }, tasks, sessions }));
        const opened = actions.filter((action) => action.kind === "open-session");
        const holding = sessions.filter((one) => (HOLDING_STATES as readonly string[]).includes(one.state));
        const all = [...opened.map((one) => one.paths), ...holding.slice(0, 1).map((one) => one.paths)];
        for (const [i, left] of all.entries()) for (const right of all.slice(i + 1)) expect(firstOverlap(left, right)).toBeUndefined();
        expect(opened.length).toBeLessThanOrEqual(agents);
        if (health !== "healthy" || mode !== "running") expect(opened).toEqual([]);
      }),
    );
  });
});
