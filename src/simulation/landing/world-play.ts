import { Killed, type WorldFaults } from "./faults.ts";
import { GateRuns } from "./gate-runs.ts";
import { isGuilty } from "./guilt.ts";
import { MainMoves } from "./main-moves.ts";
import type { Outcome } from "./outcome.ts";
import type { Command, Policy, PolicyEvent, PolicyKind } from "./policy.ts";
import { PROMISES } from "./promises.ts";
import { type Happening, Stage } from "./stage.ts";
import type { Steps, Trunk } from "./trunk.ts";
import { indexOf } from "./workers.ts";
import type { World } from "./world.ts";

export interface SimulationOptions {
  readonly faults?: WorldFaults;
  /** Ends the simulation so long after the last arrival, whatever is left. Default 2,000. */
  readonly drainHoursMax?: number;
}

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** More steps at one moment than this are a circle: no decision leads on. */
const STEPS_AT_ONCE_MAX = 10_000;

/** One world played under one policy, event by event. */
export class WorldPlay {
  readonly #stage: Stage;
  readonly #runs: GateRuns;
  readonly #moves: MainMoves;
  readonly #limitMs: number;
  #policy: Policy;
  #steps = 0;
  #checkingMain = false;

  constructor(world: World, kind: PolicyKind, main: Trunk, { faults = {}, drainHoursMax = 2_000 }: SimulationOptions) {
    this.#stage = new Stage(world, kind, main, faults);
    const runs = new GateRuns(this.#stage);
    this.#runs = runs;
    this.#moves = new MainMoves(this.#stage, (tree) => runs.isProven(tree));
    this.#policy = this.#makePolicy();
    this.#limitMs = (world.changes.at(-1)?.arrivedMs ?? 0) + drainHoursMax * HOUR_MS;
  }

  *play(): Steps<Outcome> {
    const { world, timeline, ledger, kind, main } = this.#stage;
    const { changes, parameters, seed } = world;
    for (const { index, arrivedMs } of changes) timeline.add(arrivedMs, { kind: "arrives", index });
    this.#moves.planForeignPush();
    for (let next = timeline.next(); next !== undefined && next.atMs <= this.#limitMs; next = timeline.next()) {
      this.#steps = next.atMs > this.#stage.nowMs ? 0 : this.#steps + 1;
      if (this.#steps > STEPS_AT_ONCE_MAX) this.#stage.broken(PROMISES.progress(this.#steps));
      this.#stage.nowMs = next.atMs;
      yield* this.#survive(next.item);
      if (ledger.changes.length === changes.length && this.#runs.busy + main.faults.length === 0) break;
    }
    const waiting = [...ledger.open.keys()];
    if (waiting.length > 0 && timeline.length === 0) this.#stage.broken(PROMISES.ends(waiting));
    const of = { policy: kind.name, seed, workers: parameters.workers, arrivalsEndMs: parameters.hours * HOUR_MS };
    return ledger.outcome(of, this.#stage.nowMs);
  }

  #makePolicy(): Policy {
    const { world, main, kind } = this.#stage;
    return kind.make({ workers: world.parameters.workers, world, main });
  }

  *#survive(item: Happening): Steps<void> {
    try {
      yield* this.#happen(item);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#restart();
    }
  }

  /** What is submitted and which push is unresolved is in the store; runs, the chain and everything else are gone. */
  #restart(): void {
    this.#stage.life++;
    this.#runs.cancelAll();
    this.#checkingMain = false;
    try {
      this.#moves.begin();
      this.#policy = this.#makePolicy();
      const open = [...this.#stage.ledger.open.keys()];
      for (const [at, id] of open.entries()) this.#submit(indexOf(id), open.slice(0, at));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.#restart();
    }
  }

  *#happen(item: Happening): Steps<void> {
    if ("life" in item && item.life !== this.#stage.life) return;
    if (item.kind === "arrives") this.#arrive(item.index);
    else if (item.kind === "run-ends") this.#runs.end(item.run);
    else if (item.kind === "told") yield* this.#hear(item.event);
    else if (item.kind === "main-checked") this.#mainChecked();
    else if (item.kind === "push-arrives") this.#moves.arrive(item.attempt);
    else if (item.kind === "push-looked-at") this.#moves.lookAtPush(item.attempt);
    else if (item.kind === "foreign-push") this.#moves.pushForeign();
    else this.#moves.repair(item.index);
  }

  #arrive(index: number): void {
    const { world, ledger, nowMs } = this.#stage;
    const change = world.changes[index];
    if (change === undefined) return;
    const before = [...ledger.open.keys()];
    ledger.submit(change.id, nowMs);
    this.#submit(index, before);
  }

  #submit(index: number, before: readonly string[]): void {
    const { world } = this.#stage;
    const change = world.changes[index];
    if (change === undefined) return;
    const { id, barrier, arrivedMs } = change;
    const conflictsWith = before.filter((other) => world.seen(indexOf(other), index));
    this.#stage.tell({ kind: "submitted", change: { id, rank: 2, barrier, submittedMs: arrivedMs }, conflictsWith });
  }

  *#hear(event: PolicyEvent): Steps<void> {
    this.#stage.await();
    // That a change has ended is in the store, so nobody submits it again.
    if (event.kind === "submitted" && !this.#stage.ledger.open.has(event.change.id)) return;
    if (event.kind === "main-moved") this.#moves.told();
    for (const command of this.#policy.next(event)) {
      this.#stage.await();
      yield* this.#obey(command);
    }
  }

  *#obey(command: Command): Steps<void> {
    if (command.kind === "start-run") yield* this.#runs.start(command.run);
    else if (command.kind === "cancel-run") this.#runs.cancel(command.run);
    else if (command.kind === "land") yield* this.#moves.land(command.changes);
    else if (command.kind === "return") this.#return(command.change);
    else this.#checkMain();
  }

  /** Not while it may be on its way to main: the policy says so again once that is known. */
  #return(id: string): void {
    const { ledger, kind, world, main, faults } = this.#stage;
    if (this.#moves.mayArrive(id)) return;
    if (ledger.hasLanded(id)) this.#stage.broken(PROMISES.oneEnd(id, "returned"));
    if (!ledger.open.has(id)) return;
    const guilty = isGuilty(world, main, ledger.open.keys(), indexOf(id));
    const isExcused = this.#runs.unlucky.has(indexOf(id)) || (faults.lying ?? 0) > 0;
    if (kind.isExact && !guilty && !isExcused) this.#stage.broken(PROMISES.innocent(id));
    this.#stage.end(id, guilty);
  }

  #checkMain(): void {
    if (this.#checkingMain) return;
    this.#checkingMain = true;
    const { world, life } = this.#stage;
    this.#stage.plan(world.parameters.suiteMinutes * MINUTE_MS, { kind: "main-checked", life });
  }

  #mainChecked(): void {
    this.#checkingMain = false;
    const { ledger, nowMs, world } = this.#stage;
    ledger.runs.push({ startedMs: nowMs - world.parameters.suiteMinutes * MINUTE_MS, endedMs: nowMs, isWhole: true, end: "passed" });
    this.#stage.tell({ kind: "main-passes" });
  }
}
