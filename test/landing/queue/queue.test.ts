import { describe, expect, it } from "vitest";
import { decideLanding } from "../../../src/landing/queue/decide-landing.ts";
import {
  emptyQueue,
  type LandingChange,
  type LandingQueue,
  type LandingRun,
  type QueueAction,
  type QueueEvent,
  type QueueSettings,
  type RunVerdict,
} from "../../../src/landing/queue/queue.ts";
import { queueAfter } from "../../../src/landing/queue/queue-after.ts";

const PASSED: RunVerdict = { kind: "passed" };
const FAILED: RunVerdict = { kind: "failed", tests: ["t"], suspects: [] };

/** A queue in the hands of a test: everything decided is begun at once, and the test says how each run ends. */
class Hand {
  queue: LandingQueue;
  readonly main: string[] = [];
  readonly returned: string[] = [];
  #submitted = 0;

  constructor(settings: Partial<QueueSettings> = {}) {
    this.queue = emptyQueue({ workers: 4, strict: false, batchMax: 8, retryShare: 0.25, ...settings });
  }

  tell(event: QueueEvent): void {
    this.queue = queueAfter(this.queue, event);
  }

  submit(id: string, conflictsWith: readonly string[] = [], more: Partial<LandingChange> = {}): void {
    this.tell({ kind: "submitted", change: { id, rank: 2, barrier: false, submittedMs: this.#submitted++, ...more }, conflictsWith });
  }

  /** Does everything that is decided until nothing more is. */
  act(): readonly QueueAction[] {
    const done: QueueAction[] = [];
    for (let actions = decideLanding(this.queue); actions.length > 0; actions = decideLanding(this.queue)) {
      for (const action of actions) this.#do(action);
      done.push(...actions);
      if (actions.every(({ kind }) => kind === "check-main")) break;
    }
    return done;
  }

  #do(action: QueueAction): void {
    if (action.kind === "start-run") this.tell({ kind: "run-started", run: action.run });
    if (action.kind === "cancel-run") this.tell({ kind: "run-ended", run: action.run, verdict: { kind: "lost" } });
    if (action.kind === "land") {
      this.main.push(...action.changes);
      this.tell({ kind: "landed", changes: action.changes });
    }
    if (action.kind === "return") {
      this.returned.push(action.change);
      this.tell({ kind: "ended", change: action.change });
    }
  }

  /** The runs under way, as `assumed… + judged…`, probes with a question mark. */
  get runs(): readonly string[] {
    return [...this.queue.runs.values()].map(nameOf);
  }

  end(name: string, verdict: RunVerdict): void {
    const run = [...this.queue.runs.values()].find((one) => nameOf(one) === name);
    if (run === undefined) throw new Error(`expected a run ${name}, got ${this.runs.join("; ")}`);
    this.tell({ kind: "run-ended", run: run.id, verdict });
    this.act();
  }
}

function nameOf({ purpose, assumes, changes }: LandingRun): string {
  const what = `${assumes.length > 0 ? `${assumes.join(",")} + ` : ""}${changes.join(",") || "base"}`;
  return purpose === "probe" ? `${what}?` : purpose === "tip" ? `tip ${what}` : what;
}

describe("lanes", () => {
  it("tests changes that do not conflict side by side, and lands both after one run of the tip", () => {
    const hand = new Hand();
    for (const id of ["a", "b"]) hand.submit(id);
    hand.act();
    expect(hand.runs).toEqual(["a", "b"]);
    hand.end("a", PASSED);
    expect(hand.main).toEqual(["a"]);
    hand.end("b", PASSED);
    expect(hand.main).toEqual(["a"]);
    expect(hand.runs).toEqual(["tip b"]);
    hand.end("tip b", PASSED);
    expect(hand.main).toEqual(["a", "b"]);
  });

  it("keeps the order of changes that conflict, the later tested on top of the earlier, and void when that one fails", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.submit("b", ["a"]);
    hand.act();
    expect(hand.runs).toEqual(["a", "a + b"]);
    hand.end("a + b", PASSED);
    expect(hand.main).toEqual([]);
    hand.end("a", FAILED);
    hand.end("a?", FAILED);
    hand.end("base?", PASSED);
    expect(hand.returned).toEqual(["a"]);
    expect(hand.main).toEqual([]);
    expect(hand.runs).toEqual(["b"]);
  });

  it("lets nothing that conflicts overtake, however many others pass by", () => {
    const hand = new Hand({ workers: 1 });
    hand.submit("slow");
    hand.act();
    hand.submit("later", ["slow"]);
    for (let at = 0; at < 5; at++) hand.submit(`other${at}`);
    hand.end("slow", PASSED);
    expect(hand.main).toEqual(["slow"]);
    expect(hand.runs).toEqual(["slow + later,other0,other1,other2"]);
  });

  it("tests a barrier alone, behind everything before it and before everything after it", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.submit("lock", [], { barrier: true });
    hand.submit("b");
    hand.act();
    expect(hand.runs).toEqual(["a", "a + lock", "a,lock + b"]);
    hand.end("a", PASSED);
    hand.end("a + lock", PASSED);
    hand.end("a,lock + b", PASSED);
    expect(hand.main).toEqual(["a", "lock", "b"]);
  });

  it("lets a revert go before what waits", () => {
    const hand = new Hand({ workers: 1 });
    hand.submit("a");
    hand.act();
    hand.submit("b");
    hand.submit("revert", [], { rank: 0, barrier: true });
    hand.end("a", PASSED);
    expect(hand.runs).toEqual(["a + revert"]);
  });

  it("tests a change again that was under test when one it conflicts with joined before it", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    hand.submit("revert", ["a"], { rank: 0 });
    hand.act();
    expect(hand.runs).toEqual(["a", "revert"]);
    hand.end("revert", PASSED);
    hand.end("a", PASSED);
    expect([hand.main, hand.runs]).toEqual([["revert"], ["a"]]);
    hand.end("a", PASSED);
    expect(hand.main).toEqual(["revert", "a"]);
  });

  it("in strict mode lands only what was tested on the very tree it lands on", () => {
    const hand = new Hand({ strict: true, batchMax: 1 });
    for (const id of ["a", "b"]) hand.submit(id);
    hand.act();
    expect(hand.runs).toEqual(["a", "a + b"]);
    hand.end("a", PASSED);
    hand.end("a + b", PASSED);
    expect(hand.main).toEqual(["a", "b"]);
  });
});

describe("verdicts", () => {
  it("a change is returned only when it failed alone, failed again, and its base passes", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    hand.end("a", FAILED);
    expect(hand.runs).toEqual(["a?"]);
    hand.end("a?", FAILED);
    expect([hand.returned, hand.runs]).toEqual([[], ["base?"]]);
    hand.end("base?", PASSED);
    expect(hand.returned).toEqual(["a"]);
  });

  it("a repair of a red main that fails twice is returned, though its base fails as well", () => {
    const hand = new Hand();
    hand.submit("repair", [], { rank: 1, barrier: true });
    hand.act();
    hand.end("repair", FAILED);
    expect(hand.runs).toEqual(["repair?"]);
    hand.end("repair?", FAILED);
    expect(hand.returned).toEqual(["repair"]);
  });

  it("a failure that does not come again is a flake: the change lands", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    hand.end("a", FAILED);
    hand.end("a?", PASSED);
    expect(hand.main).toEqual(["a"]);
    expect(hand.returned).toEqual([]);
  });

  it("a base that fails by itself is no change's fault: main is looked at, and the change waits", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    hand.end("a", FAILED);
    hand.end("a?", FAILED);
    hand.end("base?", FAILED);
    expect(hand.returned).toEqual([]);
    expect(decideLanding(hand.queue).map(({ kind }) => kind)).toEqual(["check-main"]);
    hand.tell({ kind: "main-passes" });
    hand.act();
    expect(hand.runs).toEqual(["a"]);
  });

  it("a base that fails each time while main passes whenever it is looked at is believed twice; then the change goes back", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    for (let round = 1; round <= 3; round++) {
      expect([round, hand.runs, hand.returned]).toEqual([round, ["a"], []]);
      hand.end("a", FAILED);
      hand.end("a?", FAILED);
      hand.end("base?", FAILED);
      if (round === 3) break;
      hand.tell({ kind: "main-passes" });
      hand.act();
    }
    expect(hand.returned).toEqual(["a"]);
  });

  it("a lost run says nothing about its changes: they are tested again", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    hand.end("a", { kind: "lost" });
    expect(hand.runs).toEqual(["a"]);
    expect(hand.queue.troubles.size).toBe(0);
  });

  it("finds the one bad change of a batch by the failed tests, returns it, and lands the others together", () => {
    const hand = new Hand({ workers: 1 });
    hand.submit("first");
    hand.act();
    for (const id of ["a", "bad", "c", "d"]) hand.submit(id);
    hand.end("first", PASSED);
    hand.end("first + a,bad,c,d", { kind: "failed", tests: ["t"], suspects: ["bad"] });
    hand.end("first + a,bad,c,d?", FAILED);
    hand.end("first + a?", PASSED);
    hand.end("first + a,bad?", FAILED);
    hand.end("first + bad?", FAILED);
    hand.end("first + base?", PASSED);
    expect(hand.returned).toEqual(["bad"]);
    hand.end("a,c,d", PASSED);
    expect(hand.main).toEqual(["first", "a", "c", "d"]);
  });

  it("what fails only in company is tested again behind the others, alone", () => {
    const hand = new Hand({ workers: 1 });
    hand.submit("first");
    hand.act();
    for (const id of ["a", "b"]) hand.submit(id);
    hand.end("first", PASSED);
    hand.end("first + a,b", FAILED);
    hand.end("first + a,b?", FAILED);
    hand.end("first + a?", PASSED);
    hand.end("first + b?", PASSED);
    expect(hand.runs).toEqual(["a"]);
    hand.end("a", PASSED);
    expect(hand.runs).toEqual(["a + b"]);
    hand.end("a + b", FAILED);
    hand.end("a + b?", FAILED);
    hand.end("a + base?", PASSED);
    expect([hand.main, hand.returned]).toEqual([["first", "a"], ["b"]]);
  });

  it("a combination nobody foresaw is stopped at the tip, and main never sees it", () => {
    const hand = new Hand();
    for (const id of ["a", "b", "c"]) hand.submit(id);
    hand.act();
    hand.end("a", PASSED);
    hand.end("b", PASSED);
    hand.end("c", PASSED);
    hand.end("tip b", FAILED);
    hand.end("b?", FAILED);
    hand.end("base?", PASSED);
    expect(hand.main).toEqual(["a"]);
    expect(hand.returned).toEqual(["b"]);
    hand.end("tip c", PASSED);
    expect(hand.main).toEqual(["a", "c"]);
  });
});

describe("events", () => {
  it("that come twice, late, or about something that is gone change nothing", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.act();
    const [run] = hand.queue.runs.values();
    hand.end("a", PASSED);
    const before = hand.queue;
    if (run !== undefined) hand.tell({ kind: "run-ended", run: run.id, verdict: FAILED });
    hand.tell({ kind: "landed", changes: ["a"] });
    hand.tell({ kind: "ended", change: "a" });
    hand.tell({ kind: "does-not-fit", change: "a", onto: ["x"] });
    expect(hand.queue).toBe(before);
  });

  it("somebody else's push makes every result void, and everything is tested again", () => {
    const hand = new Hand();
    for (const id of ["a", "b"]) hand.submit(id);
    hand.act();
    hand.tell({ kind: "main-moved" });
    hand.act();
    expect(hand.runs).toEqual(["a", "b"]);
    expect([...hand.queue.runs.values()].map(({ base }) => base)).toEqual([1, 1]);
  });

  it("a change that leaves takes along what was tested on top of it, and nothing else", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.submit("b", ["a"]);
    hand.submit("c");
    hand.act();
    expect(hand.runs).toEqual(["a", "c", "a + b"]);
    hand.tell({ kind: "ended", change: "a" });
    hand.act();
    expect([...hand.runs].sort()).toEqual(["b", "c"]);
  });

  it("what does not fit on the chain waits until that is on main", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.submit("b", ["a"]);
    hand.act();
    hand.tell({ kind: "does-not-fit", change: "b", onto: ["a"] });
    hand.end("a + b", { kind: "lost" });
    expect(hand.runs).toEqual(["a"]);
    hand.end("a", PASSED);
    expect(hand.runs).toEqual(["b"]);
  });

  it("what does not fit on a change in trouble is not begun on top of it by way of another", () => {
    const hand = new Hand();
    hand.submit("a");
    hand.submit("b", ["a"]);
    hand.submit("c", ["b"]);
    hand.act();
    expect(hand.runs).toEqual(["a", "a + b", "a,b + c"]);
    hand.tell({ kind: "does-not-fit", change: "c", onto: ["a"] });
    hand.act();
    hand.end("a", FAILED);
    expect(hand.runs).toEqual(["a + b", "a?"]);
  });
});

describe("two that do not fit on each other", () => {
  it("never wait for each other, in whatever order that is told", () => {
    const hand = new Hand();
    for (const id of ["a", "b"]) hand.submit(id);
    hand.tell({ kind: "does-not-fit", change: "b", onto: ["a"] });
    hand.tell({ kind: "does-not-fit", change: "a", onto: ["b"] });
    hand.act();
    expect(hand.runs).toEqual(["a"]);
    hand.end("a", PASSED);
    expect(hand.runs).toEqual(["b"]);
  });
});

describe("how much is tested at once", () => {
  it("never more runs than workers", () => {
    const hand = new Hand({ workers: 2 });
    for (let at = 0; at < 20; at++) hand.submit(`c${at}`);
    hand.act();
    expect(hand.runs).toHaveLength(2);
  });

  it("batches about one over the root of the rates once there are more changes than workers", () => {
    const hand = new Hand({ workers: 1 });
    for (let at = 0; at < 20; at++) hand.submit(`c${at}`);
    hand.act();
    expect([...hand.queue.runs.values()].map(({ changes }) => changes.length)).toEqual([4]);
  });
});
