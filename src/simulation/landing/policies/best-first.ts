import { seededRandom } from "../../../core/seeded-random.ts";
import type { Command, Policy, PolicyContext, PolicyEvent, PolicyKind } from "../policy.ts";
import { indexOf } from "../workers.ts";

/**
 * Like Uber's SubmitQueue: builds the likeliest futures first. A future of a change is which of its direct conflicting
 * predecessors land; a change ends when the future that came true is built. Combinations of changes that do not conflict
 * are never tested. Its predictor knows the true outcome of a change with 97 % accuracy, which flatters it.
 */
export const BEST_FIRST: PolicyKind = {
  name: "best-first",
  summary: "SubmitQueue-like; predictor 97 % accurate, at most 4 futures a change",
  isExact: false,
  isYardstick: false,
  make: (context) => {
    const queue = new Speculation(context);
    return { next: (event) => queue.next(event) };
  },
};

const ACCURACY = 0.97;
const FUTURES_MAX = 4;
/** So many changes at the front are looked at: there are never more workers than that. */
const DEPTH = 64;

interface Future {
  readonly change: string;
  /** Undecided predecessors, true for those that are assumed to land. */
  readonly assumed: ReadonlyMap<string, boolean>;
  readonly chance: number;
}

class Speculation implements Policy {
  readonly #context: PolicyContext;
  readonly #waiting = new Map<string, readonly string[]>();
  readonly #ended = new Map<string, boolean>();
  readonly #futures = new Map<string, { readonly future: Future; passed: boolean | null }>();
  readonly #chances = new Map<string, number>();
  #begun = 0;

  constructor(context: PolicyContext) {
    this.#context = context;
  }

  next(event: PolicyEvent): Command[] {
    if (event.kind === "landed") return [];
    if (event.kind === "ended") {
      this.#waiting.delete(event.change);
      this.#ended.set(event.change, false);
    }
    if (event.kind === "submitted") {
      this.#waiting.set(event.change.id, event.conflictsWith);
      this.#chances.set(event.change.id, this.#predict(event.change.id));
    }
    if (event.kind === "run-ended") {
      const built = this.#futures.get(event.run);
      if (built !== undefined && event.verdict.kind === "lost") this.#futures.delete(event.run);
      else if (built !== undefined) built.passed = event.verdict.kind === "passed";
    }
    return [...this.#endDecided(), ...this.#dropRefuted(), ...this.#startLikeliest()];
  }

  #predict(id: string): number {
    const { world } = this.#context;
    const isRight = seededRandom(world.seed * 31 + indexOf(id)).fraction() < ACCURACY;
    return (world.changes[indexOf(id)]?.bad ?? false) === isRight ? 1 - ACCURACY : ACCURACY;
  }

  *#endDecided(): Iterable<Command> {
    for (const [change, predecessors] of [...this.#waiting]) {
      if (predecessors.some((id) => !this.#ended.has(id))) continue;
      const built = [...this.#futures.values()].find(
        (one) => one.future.change === change && one.passed !== null && this.#holds(one.future),
      );
      if (built === undefined) continue;
      this.#waiting.delete(change);
      this.#ended.set(change, built.passed === true);
      yield built.passed ? { kind: "land", changes: [change] } : { kind: "return", change };
    }
  }

  *#dropRefuted(): Iterable<Command> {
    for (const [run, { future, passed }] of [...this.#futures]) {
      if (this.#waiting.has(future.change) && this.#holds(future)) continue;
      this.#futures.delete(run);
      if (passed === null) yield { kind: "cancel-run", run };
    }
  }

  #holds({ assumed }: Future): boolean {
    return [...assumed].every(([id, lands]) => (this.#ended.get(id) ?? lands) === lands);
  }

  *#startLikeliest(): Iterable<Command> {
    const free = this.#context.workers - [...this.#futures.values()].filter(({ passed }) => passed === null).length;
    if (free <= 0) return;
    const candidates = [...this.#waiting].slice(0, DEPTH).flatMap(([change, predecessors]) => this.#futuresOf(change, predecessors));
    const known = new Set([...this.#futures.values()].map(({ future }) => this.#nameOf(future)));
    const fresh = candidates.filter((future) => !known.has(this.#nameOf(future)));
    for (const future of fresh.sort((a, b) => b.chance - a.chance).slice(0, free)) {
      const id = `r${this.#begun++}`;
      this.#futures.set(id, { future, passed: null });
      const assumes = [...future.assumed].filter(([, lands]) => lands).map(([one]) => one);
      yield { kind: "start-run", run: { id, assumes, changes: [future.change], tests: null } };
    }
  }

  /** What is still open of a future: two that differ only in what has come true are the same. */
  #nameOf({ change, assumed }: Future): string {
    const open = [...assumed].filter(([id]) => !this.#ended.has(id)).map(([id, lands]) => `${id}${lands ? "+" : "-"}`);
    return [change, ...open].join(" ");
  }

  /** The likeliest futures of a change: the likeliest of all, then those with one predecessor the other way. */
  #futuresOf(change: string, predecessors: readonly string[]): Future[] {
    const open = predecessors.filter((id) => !this.#ended.has(id)).map((id) => [id, this.#chances.get(id) ?? ACCURACY] as const);
    const chanceOf = (assumed: ReadonlyMap<string, boolean>) =>
      open.reduce((product, [id, chance]) => product * (assumed.get(id) ? chance : 1 - chance), 1);
    const likeliest = new Map(open.map(([id, chance]) => [id, chance >= 0.5]));
    const flipped = open.map(([id]) => new Map([...likeliest, [id, !likeliest.get(id)]]));
    return [likeliest, ...flipped]
      .map((assumed) => ({ change, assumed, chance: chanceOf(assumed) }))
      .sort((a, b) => b.chance - a.chance)
      .slice(0, FUTURES_MAX);
  }
}
