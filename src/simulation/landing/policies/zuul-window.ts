import type { Command, Policy, PolicyEvent, PolicyKind } from "../policy.ts";

/** Zuul's dependent queue: everyone in the window is tested on top of all that go before it and have not failed. */
export const ZUUL_WINDOW: PolicyKind = {
  name: "zuul-window",
  summary: "speculative train; window 20, floor 3, +1 a landing, halved a failure",
  isExact: true,
  isYardstick: false,
  make: ({ workers }) => {
    const train = new Train(workers);
    return { next: (event) => train.next(event) };
  },
};

interface Item {
  readonly change: string;
  run: string | null;
  /** The changes ahead that its run, or its result, is built on. */
  ahead: string;
  result: "passed" | "failed" | null;
}

const [WINDOW, WINDOW_MIN] = [20, 3];

class Train implements Policy {
  readonly #workers: number;
  #queue: Item[] = [];
  #window = WINDOW;
  #running = 0;
  #begun = 0;

  constructor(workers: number) {
    this.#workers = workers;
  }

  next(event: PolicyEvent): Command[] {
    if (event.kind === "submitted") this.#queue.push({ change: event.change.id, run: null, ahead: "", result: null });
    if (event.kind === "ended") this.#forget(event.change);
    if (event.kind === "run-ended") {
      const item = this.#queue.find(({ run }) => run === event.run);
      if (item !== undefined) {
        item.run = null;
        item.result = event.verdict.kind === "lost" ? null : event.verdict.kind;
        this.#running--;
      }
    }
    return [...this.#settleHead(), ...this.#resetRefuted(), ...this.#startRuns()];
  }

  #forget(change: string): void {
    const item = this.#queue.find((one) => one.change === change);
    if (item === undefined) return;
    if (item.run !== null) this.#running--;
    this.#queue = this.#queue.filter((one) => one !== item);
  }

  /** The head's result is final: nothing is assumed below it. */
  *#settleHead(): Iterable<Command> {
    for (let [head] = this.#queue; head !== undefined && head.ahead === "" && head.result !== null; [head] = this.#queue) {
      this.#queue.shift();
      const hasPassed = head.result === "passed";
      this.#window = hasPassed ? this.#window + 1 : Math.max(WINDOW_MIN, Math.floor(this.#window / 2));
      yield hasPassed ? { kind: "land", changes: [head.change] } : { kind: "return", change: head.change };
      if (hasPassed) for (const item of this.#queue) item.ahead = without(item.ahead, head.change);
    }
  }

  /** Whoever is built on something else than what is ahead now starts anew. */
  *#resetRefuted(): Iterable<Command> {
    for (const [item, ahead] of this.#expected()) {
      if (item.ahead === ahead || (item.run === null && item.result === null)) continue;
      if (item.run !== null) {
        this.#running--;
        yield { kind: "cancel-run", run: item.run };
      }
      Object.assign(item, { run: null, result: null });
    }
  }

  *#startRuns(): Iterable<Command> {
    for (const [item, ahead] of this.#expected()) {
      if (this.#running >= this.#workers) return;
      if (item.run !== null || item.result !== null) continue;
      item.run = `r${this.#begun++}`;
      item.ahead = ahead;
      this.#running++;
      const assumes = ahead === "" ? [] : ahead.split(" ");
      yield { kind: "start-run", run: { id: item.run, assumes, changes: [item.change], tests: null } };
    }
  }

  /** The window's items, each with the changes ahead of it that have not failed. */
  *#expected(): Iterable<readonly [Item, string]> {
    const ahead: string[] = [];
    for (const item of this.#queue.slice(0, this.#window)) {
      yield [item, ahead.join(" ")];
      if (item.result !== "failed") ahead.push(item.change);
    }
  }
}

function without(ahead: string, change: string): string {
  return ahead
    .split(" ")
    .filter((one) => one !== change)
    .join(" ");
}
