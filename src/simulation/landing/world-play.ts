import type { Random } from "../../core/ports.ts";
import { seededRandom } from "../../core/seeded-random.ts";
import { happens, tellings, type WorldFaults } from "./faults.ts";
import { isGuilty } from "./guilt.ts";
import { Ledger } from "./ledger.ts";
import type { Outcome, RunRecord } from "./outcome.ts";
import type { Command, Policy, PolicyEvent, PolicyKind, RunOrder } from "./policy.ts";
import { PROMISES, PromiseBroken } from "./promises.ts";
import { Proofs } from "./proofs.ts";
import { Timeline } from "./timeline.ts";
import type { Built, Steps, Trunk } from "./trunk.ts";
import { fateOf, indexOf, type RunFate } from "./workers.ts";
import type { World } from "./world.ts";

type Happening =
  | { readonly kind: "arrives"; readonly index: number }
  | { readonly kind: "run-ends"; readonly run: string; readonly life: number }
  | { readonly kind: "told"; readonly event: PolicyEvent; readonly life: number }
  | { readonly kind: "main-checked"; readonly life: number }
  | { readonly kind: "push-again"; readonly changes: readonly string[]; readonly base: number; readonly life: number }
  | { readonly kind: "foreign-push" }
  | { readonly kind: "repaired"; readonly index: number };

interface Running {
  readonly startedMs: number;
  readonly tests: readonly string[] | null;
  readonly content: readonly number[];
  /** Names the run's tree, whatever becomes of main meanwhile. */
  readonly tree: string;
  readonly fate: RunFate;
}

export interface SimulationOptions {
  readonly faults?: WorldFaults;
  /** Ends the simulation so long after the last arrival, whatever is left. Default 2,000. */
  readonly drainHoursMax?: number;
}

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** A broken main is noticed by one suite and repaired by the next. Only where a policy lets main break. */
const REPAIR_SUITES = 2;
/** More steps at one moment than this are a circle: no decision leads on. */
const STEPS_AT_ONCE_MAX = 10_000;

/** One world played under one policy, event by event. */
export class WorldPlay {
  readonly #world: World;
  readonly #kind: PolicyKind;
  #policy: Policy;
  /** Which process it is: what an earlier one waited for, a later one does not hear. */
  #life = 0;
  readonly #faults: WorldFaults;
  readonly #limitMs: number;
  readonly #main: Trunk;
  readonly #timeline = new Timeline<Happening>();
  readonly #luck: Random;
  readonly #mishaps: Random;
  readonly #ledger = new Ledger();
  readonly #running = new Map<string, Running>();
  readonly #proofs = new Proofs();
  readonly #unluckyChanges = new Set<number>();
  #nowMs = 0;
  #steps = 0;
  #checkingMain = false;
  #foreignUntold = 0;

  constructor(world: World, kind: PolicyKind, main: Trunk, { faults = {}, drainHoursMax = 2_000 }: SimulationOptions) {
    this.#world = world;
    this.#kind = kind;
    this.#faults = faults;
    this.#main = main;
    this.#policy = this.#makePolicy();
    this.#luck = seededRandom(world.seed ^ 0x5bd1e995);
    this.#mishaps = seededRandom(world.seed ^ 0x2545f491);
    this.#limitMs = (world.changes.at(-1)?.arrivedMs ?? 0) + drainHoursMax * HOUR_MS;
  }

  *play(): Steps<Outcome> {
    const { changes, parameters, seed } = this.#world;
    for (const { index, arrivedMs } of changes) this.#timeline.add(arrivedMs, { kind: "arrives", index });
    this.#planForeignPush();
    for (let next = this.#timeline.next(); next !== undefined && next.atMs <= this.#limitMs; next = this.#timeline.next()) {
      this.#steps = next.atMs > this.#nowMs ? 0 : this.#steps + 1;
      if (this.#steps > STEPS_AT_ONCE_MAX) this.#broken(PROMISES.progress(this.#steps));
      this.#nowMs = next.atMs;
      yield* this.#happen(next.item);
      if (this.#ledger.changes.length === changes.length && this.#running.size + this.#main.faults.length === 0) break;
    }
    const waiting = [...this.#ledger.open.keys()];
    if (waiting.length > 0 && this.#timeline.length === 0) this.#broken(PROMISES.ends(waiting));
    const of = { policy: this.#kind.name, seed, workers: parameters.workers, arrivalsEndMs: parameters.hours * HOUR_MS };
    return this.#ledger.outcome(of, this.#nowMs);
  }

  #makePolicy(): Policy {
    return this.#kind.make({ workers: this.#world.parameters.workers, world: this.#world, main: this.#main });
  }

  *#happen(item: Happening): Steps<void> {
    if ("life" in item && item.life !== this.#life) return;
    if (item.kind === "arrives") this.#arrive(item.index);
    else if (item.kind === "run-ends") this.#endRun(item.run);
    else if (item.kind === "told") yield* this.#hear(item.event);
    else if (item.kind === "main-checked") this.#mainChecked();
    else if (item.kind === "push-again") yield* item.base === this.#main.version ? this.#land(item.changes) : [];
    else if (item.kind === "foreign-push") this.#pushForeign();
    else this.#repair(item.index);
  }

  #arrive(index: number): void {
    const change = this.#world.changes[index];
    if (change === undefined) return;
    const before = [...this.#ledger.open.keys()];
    this.#ledger.submit(change.id, this.#nowMs);
    this.#submit(index, before);
  }

  #submit(index: number, before: readonly string[]): void {
    const change = this.#world.changes[index];
    if (change === undefined) return;
    const { id, barrier, arrivedMs } = change;
    const conflictsWith = before.filter((other) => this.#world.seen(indexOf(other), index));
    this.#tell({ kind: "submitted", change: { id, rank: 2, barrier, submittedMs: arrivedMs }, conflictsWith });
  }

  /** Killed and begun again: what is submitted is in the store; runs, the chain and everything else are gone. */
  #crash(): void {
    this.#life++;
    for (const [id, run] of [...this.#running]) this.#recordRun(id, run, "cancelled");
    this.#checkingMain = false;
    this.#foreignUntold = 0;
    this.#policy = this.#makePolicy();
    const open = [...this.#ledger.open.keys()];
    for (const [at, id] of open.entries()) this.#submit(indexOf(id), open.slice(0, at));
  }

  /** Now, or late, or twice: as the faults have it. */
  #tell(event: PolicyEvent): void {
    for (const delayMs of tellings(this.#faults, this.#mishaps))
      this.#timeline.add(this.#nowMs + delayMs, { kind: "told", event, life: this.#life });
  }

  *#hear(event: PolicyEvent): Steps<void> {
    if (happens(this.#faults.crash, this.#mishaps)) return this.#crash();
    // That a change has ended is in the store, so nobody submits it again.
    if (event.kind === "submitted" && !this.#ledger.open.has(event.change.id)) return;
    if (event.kind === "main-moved" && this.#foreignUntold > 0) this.#foreignUntold--;
    for (const command of this.#policy.next(event)) yield* this.#obey(command);
  }

  *#obey(command: Command): Steps<void> {
    if (command.kind === "start-run") yield* this.#start(command.run);
    else if (command.kind === "cancel-run") this.#cancel(command.run);
    else if (command.kind === "land") yield* this.#land(command.changes);
    else if (command.kind === "return") this.#return(command.change);
    else this.#checkMain();
  }

  *#start(order: RunOrder): Steps<void> {
    const content = this.#contentOf(order);
    const built = yield* this.#main.build(content, order.base);
    if (built.kind === "misfit") {
      this.#doesNotFit(built);
      this.#tell({ kind: "run-ended", run: order.id, verdict: { kind: "lost" } });
      return;
    }
    const faults = this.#main.faultsWith(content, order.base);
    const fate = fateOf(this.#world, order, faults, this.#luck, this.#nowMs, this.#faults);
    this.#running.set(order.id, { startedMs: this.#nowMs, tests: order.tests, content, tree: built.tree, fate });
    const { workers } = this.#world.parameters;
    if (this.#running.size > workers) this.#broken(PROMISES.workers(this.#running.size, workers));
    this.#timeline.add(this.#nowMs + fate.durationMs, { kind: "run-ends", run: order.id, life: this.#life });
  }

  #contentOf({ assumes, changes, base }: RunOrder): readonly number[] {
    const content = [...new Set([...assumes, ...changes])].map((id) => {
      if (!this.#ledger.isKnown(id)) this.#broken(PROMISES.known(id));
      return indexOf(id);
    });
    return content.filter((index) => !this.#main.has(index, base));
  }

  /** It is returned where it does not fit main itself, or where the policy has no other use for it. */
  #doesNotFit({ index, fitsMain, onto }: Extract<Built, { kind: "misfit" }>): void {
    const change = `c${index}`;
    if (!fitsMain || this.#kind.waitsToFit !== true) this.#end(change, true);
    else this.#tell({ kind: "does-not-fit", change, onto: onto.map((other) => `c${other}`) });
  }

  #endRun(id: string): void {
    const run = this.#running.get(id);
    if (run === undefined) return;
    const { verdict, flaked, lied } = run.fate;
    this.#recordRun(id, run, verdict.kind);
    this.#proofs.note(run.tree, run.tests, verdict);
    if (flaked) for (const index of run.content) this.#unluckyChanges.add(index);
    if (lied) this.#ledger.lies++;
    this.#tell({ kind: "run-ended", run: id, verdict });
  }

  #cancel(id: string): void {
    const run = this.#running.get(id);
    if (run !== undefined) this.#recordRun(id, run, "cancelled");
    this.#tell({ kind: "run-ended", run: id, verdict: { kind: "lost" } });
  }

  #recordRun(id: string, { startedMs, tests }: Running, end: RunRecord["end"]): void {
    this.#running.delete(id);
    this.#ledger.runs.push({ startedMs, endedMs: this.#nowMs, isWhole: tests === null, end });
  }

  /** Main moves like a leased push: not when it is no longer where the policy believes it is. Twice is once. */
  *#land(changes: readonly string[]): Steps<void> {
    const isNew = changes.filter((id) => !this.#ledger.hasLanded(id));
    for (const id of isNew) if (!this.#ledger.isKnown(id)) this.#broken(PROMISES.known(id));
    const open = isNew.filter((id) => this.#ledger.open.has(id));
    if (open.length === 0 || this.#foreignUntold > 0) return;
    if (happens(this.#faults.pushLost, this.#mishaps)) {
      // Nobody knows what became of it, so the same commits are pushed again until somebody does.
      this.#timeline.add(this.#nowMs + MINUTE_MS, { kind: "push-again", changes, base: this.#main.version, life: this.#life });
      return;
    }
    const indexes = open.map(indexOf);
    const built = yield* this.#main.build(indexes);
    if (built.kind === "misfit") {
      this.#doesNotFit(built);
      return yield* this.#land(open.filter((id) => id !== `c${built.index}`));
    }
    if (this.#kind.isExact && !this.#proofs.isProven(built.tree)) this.#broken(PROMISES.exactTree(open));
    const broken = this.#main.faults.length;
    this.#main.land(indexes, this.#nowMs);
    for (const id of open) this.#ledger.end(id, "landed", false, this.#nowMs);
    for (const { culprit } of this.#main.faults.slice(broken)) this.#planRepair(culprit);
    this.#tell({ kind: "landed", changes: changes.filter((id) => this.#ledger.hasLanded(id)) });
  }

  #planRepair(culprit: number): void {
    this.#ledger.mainBroke(this.#nowMs);
    const repairedMs = this.#nowMs + REPAIR_SUITES * this.#world.parameters.suiteMinutes * MINUTE_MS;
    this.#timeline.add(repairedMs, { kind: "repaired", index: culprit });
  }

  #return(id: string): void {
    if (this.#ledger.hasLanded(id)) this.#broken(PROMISES.oneEnd(id, "returned"));
    if (!this.#ledger.open.has(id)) return;
    const guilty = isGuilty(this.#world, this.#main, this.#ledger.open.keys(), indexOf(id));
    const isExcused = this.#unluckyChanges.has(indexOf(id)) || (this.#faults.lying ?? 0) > 0;
    if (this.#kind.isExact && !guilty && !isExcused) this.#broken(PROMISES.innocent(id));
    this.#end(id, guilty);
  }

  #end(id: string, isGuilty: boolean): void {
    this.#ledger.end(id, "returned", isGuilty, this.#nowMs);
    this.#tell({ kind: "ended", change: id });
  }

  #checkMain(): void {
    if (this.#checkingMain) return;
    this.#checkingMain = true;
    this.#timeline.add(this.#nowMs + this.#world.parameters.suiteMinutes * MINUTE_MS, { kind: "main-checked", life: this.#life });
  }

  #mainChecked(): void {
    this.#checkingMain = false;
    const startedMs = this.#nowMs - this.#world.parameters.suiteMinutes * MINUTE_MS;
    this.#ledger.runs.push({ startedMs, endedMs: this.#nowMs, isWhole: true, end: "passed" });
    this.#tell({ kind: "main-passes" });
  }

  #planForeignPush(): void {
    const every = this.#faults.foreignEveryMinutes;
    if (every === undefined) return;
    const waitMs = -Math.log(1 - this.#mishaps.fraction()) * every * MINUTE_MS;
    if (this.#nowMs + waitMs <= this.#world.parameters.hours * HOUR_MS) this.#timeline.add(this.#nowMs + waitMs, { kind: "foreign-push" });
  }

  #pushForeign(): void {
    this.#main.pushForeign();
    this.#tellMoved();
    this.#planForeignPush();
  }

  #tellMoved(): void {
    this.#foreignUntold++;
    this.#tell({ kind: "main-moved" });
  }

  #repair(index: number): void {
    this.#main.revert(index);
    this.#tellMoved();
    if (this.#main.faults.length === 0) this.#ledger.mainIsWhole(this.#nowMs);
  }

  #broken(promise: string): never {
    throw new PromiseBroken(promise, { policy: this.#kind.name, seed: this.#world.seed, nowMs: this.#nowMs });
  }
}
