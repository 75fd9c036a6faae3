import type { Random } from "../../core/ports.ts";
import { seededRandom } from "../../core/seeded-random.ts";
import { happens, Killed, tellings, type WorldFaults } from "./faults.ts";
import { Ledger } from "./ledger.ts";
import type { PolicyEvent, PolicyKind } from "./policy.ts";
import { PromiseBroken } from "./promises.ts";
import type { PushAttempt } from "./pushes.ts";
import { Timeline } from "./timeline.ts";
import type { Trunk } from "./trunk.ts";
import type { World } from "./world.ts";

/** `life`: which process waits for it; another does not hear of it. */
export type Happening =
  | { readonly kind: "arrives"; readonly index: number }
  | { readonly kind: "run-ends"; readonly run: string; readonly life: number }
  | { readonly kind: "told"; readonly event: PolicyEvent; readonly life: number }
  | { readonly kind: "main-checked"; readonly life: number }
  | { readonly kind: "push-arrives"; readonly attempt: PushAttempt }
  | { readonly kind: "push-looked-at"; readonly attempt: PushAttempt; readonly life: number }
  | { readonly kind: "foreign-push" }
  | { readonly kind: "repaired"; readonly index: number };

/** What everybody in a play shares: the world, main, what has happened, what is going to, and what goes wrong. */
export class Stage {
  readonly world: World;
  readonly kind: PolicyKind;
  readonly main: Trunk;
  readonly faults: WorldFaults;
  readonly ledger = new Ledger();
  readonly timeline = new Timeline<Happening>();
  readonly luck: Random;
  readonly mishaps: Random;
  nowMs = 0;
  /** Which process decides: it changes when one is killed. */
  life = 0;

  constructor(world: World, kind: PolicyKind, main: Trunk, faults: WorldFaults) {
    this.world = world;
    this.kind = kind;
    this.main = main;
    this.faults = faults;
    this.luck = seededRandom(world.seed ^ 0x5bd1e995);
    this.mishaps = seededRandom(world.seed ^ 0x2545f491);
  }

  /** @param inMs milliseconds from now. */
  plan(inMs: number, item: Happening): void {
    this.timeline.add(this.nowMs + inMs, item);
  }

  /** Now, or late, or twice: as the faults have it. */
  tell(event: PolicyEvent): void {
    for (const delayMs of tellings(this.faults, this.mishaps)) this.plan(delayMs, { kind: "told", event, life: this.life });
  }

  /** A change is out of the queue without having landed. */
  end(change: string, isGuilty: boolean): void {
    this.ledger.end(change, "returned", isGuilty, this.nowMs);
    this.await();
    this.tell({ kind: "ended", change });
  }

  /** Where the process that decides waits for something, it may be killed. @throws Killed */
  await(): void {
    if (happens(this.faults.crash, this.mishaps)) throw new Killed("the process that decides is killed");
  }

  /** @throws PromiseBroken always. */
  broken(promise: string): never {
    throw new PromiseBroken(promise, { policy: this.kind.name, seed: this.world.seed, nowMs: this.nowMs });
  }
}
