import { doesNotFit } from "./gate-runs.ts";
import { PROMISES } from "./promises.ts";
import { type PushAttempt, Pushes } from "./pushes.ts";
import type { Stage } from "./stage.ts";
import type { Steps } from "./trunk.ts";
import { indexOf } from "./workers.ts";

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
/** A broken main is noticed by one suite and repaired by the next. Only where a policy lets main break. */
const REPAIR_SUITES = 2;

/** Everything that moves main: the policy's landings, and what others push. */
export class MainMoves {
  readonly #stage: Stage;
  readonly #pushes: Pushes;
  readonly #isProven: (tree: string) => boolean;
  /** So many moves by others the policy has not heard of. */
  #untold = 0;

  constructor(stage: Stage, isProven: (tree: string) => boolean) {
    this.#stage = stage;
    this.#pushes = new Pushes(stage.faults, stage.mishaps);
    this.#isProven = isProven;
  }

  /** May it still be on its way to main? */
  mayArrive(change: string): boolean {
    return this.#pushes.unresolved?.changes.includes(change) ?? false;
  }

  /** The policy hears of a move. */
  told(): void {
    if (this.#untold > 0) this.#untold--;
  }

  /** A new process begins by finding out what became of the last one's push. It sees main as it is. */
  begin(): void {
    this.#untold = 0;
    if (this.#pushes.unresolved !== null) this.lookAtPush(this.#pushes.unresolved);
  }

  /** Only from where the policy believes main to be, and one push at a time. */
  *land(changes: readonly string[]): Steps<void> {
    const { ledger, main, kind } = this.#stage;
    const isNew = changes.filter((id) => !ledger.hasLanded(id));
    for (const id of isNew) if (!ledger.isKnown(id)) this.#stage.broken(PROMISES.known(id));
    const open = isNew.filter((id) => ledger.open.has(id));
    if (open.length === 0 || this.#untold > 0 || this.#pushes.unresolved !== null) return;
    const built = yield* main.build(open.map(indexOf));
    if (built.kind === "misfit") {
      doesNotFit(this.#stage, built);
      return yield* this.land(open.filter((id) => id !== `c${built.index}`));
    }
    if (kind.isExact && !this.#isProven(built.tree)) this.#stage.broken(PROMISES.exactTree(open));
    const attempt = { changes: open, base: main.version };
    this.#pushes.journal(attempt);
    this.#stage.await();
    if (this.#send(attempt)) this.#settle(attempt);
  }

  /** @returns true when it is known to have arrived; else it is looked at later. */
  #send(attempt: PushAttempt): boolean {
    const { nowMs, life } = this.#stage;
    const { arrivesInMs, isAnswered } = this.#pushes.send(nowMs);
    if (arrivesInMs === 0) this.arrive(attempt);
    else if (arrivesInMs !== null) this.#stage.plan(arrivesInMs, { kind: "push-arrives", attempt });
    this.#stage.await();
    if (!isAnswered) this.#stage.plan(MINUTE_MS, { kind: "push-looked-at", attempt, life });
    return isAnswered;
  }

  /** Main moves like by a leased push: not when it is no longer where it was. */
  arrive({ changes, base }: PushAttempt): void {
    const { main, nowMs } = this.#stage;
    if (main.version !== base) return;
    const indexes = changes.map(indexOf);
    if (indexes.some((index) => main.has(index))) this.#stage.broken(PROMISES.landOnce(changes));
    const broken = main.faults.length;
    main.land(indexes, nowMs);
    for (const { culprit } of main.faults.slice(broken)) this.#planRepair(culprit);
  }

  /**
   * Landed is what main holds, whatever a push said of itself. Else it is sent again, unless somebody else moved main. When
   * it landed nobody can say, so nothing that was tested meanwhile is believed.
   */
  lookAtPush(attempt: PushAttempt): void {
    const { main } = this.#stage;
    if (this.#pushes.unresolved !== attempt) return;
    const isOnMain = () => attempt.changes.every((id) => main.has(indexOf(id)));
    if (!isOnMain() && main.version === attempt.base && !this.#send(attempt)) return;
    if (isOnMain()) {
      this.#settle(attempt);
      this.#tellMoved();
    } else {
      this.#pushes.resolve();
    }
  }

  #settle({ changes }: PushAttempt): void {
    const { ledger, nowMs } = this.#stage;
    for (const id of changes) {
      ledger.end(id, "landed", false, nowMs);
      this.#stage.await();
    }
    this.#pushes.resolve();
    this.#stage.tell({ kind: "landed", changes });
  }

  #planRepair(culprit: number): void {
    const { ledger, nowMs, world } = this.#stage;
    ledger.mainBroke(nowMs);
    this.#stage.plan(REPAIR_SUITES * world.parameters.suiteMinutes * MINUTE_MS, { kind: "repaired", index: culprit });
  }

  repair(index: number): void {
    const { main, ledger, nowMs } = this.#stage;
    main.revert(index);
    this.#tellMoved();
    if (main.faults.length === 0) ledger.mainIsWhole(nowMs);
  }

  planForeignPush(): void {
    const { faults, mishaps, nowMs, world } = this.#stage;
    if (faults.foreignEveryMinutes === undefined) return;
    const waitMs = -Math.log(1 - mishaps.fraction()) * faults.foreignEveryMinutes * MINUTE_MS;
    if (nowMs + waitMs <= world.parameters.hours * HOUR_MS) this.#stage.plan(waitMs, { kind: "foreign-push" });
  }

  pushForeign(): void {
    this.#stage.main.pushForeign();
    this.#tellMoved();
    this.planForeignPush();
  }

  #tellMoved(): void {
    this.#untold++;
    this.#stage.tell({ kind: "main-moved" });
  }
}
