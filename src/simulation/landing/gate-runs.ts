import type { RunRecord } from "./outcome.ts";
import type { RunOrder } from "./policy.ts";
import { PROMISES } from "./promises.ts";
import { Proofs } from "./proofs.ts";
import type { Stage } from "./stage.ts";
import type { Built, Steps } from "./trunk.ts";
import { fateOf, indexOf, type RunFate } from "./workers.ts";

interface Running {
  readonly startedMs: number;
  readonly tests: readonly string[] | null;
  readonly content: readonly number[];
  /** Names the run's tree, whatever becomes of main meanwhile. */
  readonly tree: string;
  readonly fate: RunFate;
}

/** The runs of gates under way, and what those that ended have proven. */
export class GateRuns {
  readonly #stage: Stage;
  readonly #running = new Map<string, Running>();
  readonly #proofs = new Proofs();
  /** Changes in a run that flaked: who returns one of them may be mistaken. */
  readonly unlucky = new Set<number>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get busy(): number {
    return this.#running.size;
  }

  isProven(tree: string): boolean {
    return this.#proofs.isProven(tree);
  }

  *start(order: RunOrder): Steps<void> {
    const { main, world, luck, nowMs, faults, life } = this.#stage;
    const content = this.#contentOf(order);
    const built = yield* main.build(content, order.base);
    if (built.kind === "misfit") {
      doesNotFit(this.#stage, built);
      this.#stage.tell({ kind: "run-ended", run: order.id, verdict: { kind: "lost" } });
      return;
    }
    const fate = fateOf(world, order, main.faultsWith(content, order.base), luck, nowMs, faults);
    this.#running.set(order.id, { startedMs: nowMs, tests: order.tests, content, tree: built.tree, fate });
    const { workers } = world.parameters;
    if (this.busy > workers) this.#stage.broken(PROMISES.workers(this.busy, workers));
    this.#stage.plan(fate.durationMs, { kind: "run-ends", run: order.id, life });
  }

  end(id: string): void {
    const run = this.#running.get(id);
    if (run === undefined) return;
    const { verdict, flaked, lied } = run.fate;
    this.#record(id, run, verdict.kind);
    this.#proofs.note(run.tree, run.tests, verdict);
    if (flaked) for (const index of run.content) this.unlucky.add(index);
    if (lied) this.#stage.ledger.lies++;
    this.#stage.tell({ kind: "run-ended", run: id, verdict });
  }

  cancel(id: string): void {
    const run = this.#running.get(id);
    if (run !== undefined) this.#record(id, run, "cancelled");
    this.#stage.tell({ kind: "run-ended", run: id, verdict: { kind: "lost" } });
  }

  /** The process that waits for them is gone. */
  cancelAll(): void {
    for (const [id, run] of [...this.#running]) this.#record(id, run, "cancelled");
  }

  #contentOf({ assumes, changes, base }: RunOrder): readonly number[] {
    const { ledger, main } = this.#stage;
    const content = [...new Set([...assumes, ...changes])].map((id) => {
      if (!ledger.isKnown(id)) this.#stage.broken(PROMISES.known(id));
      return indexOf(id);
    });
    return content.filter((index) => !main.has(index, base));
  }

  #record(id: string, { startedMs, tests }: Running, end: RunRecord["end"]): void {
    this.#running.delete(id);
    this.#stage.ledger.runs.push({ startedMs, endedMs: this.#stage.nowMs, isWhole: tests === null, end });
  }
}

/** It is returned where it does not fit main itself, or where the policy has no other use for it. */
export function doesNotFit(stage: Stage, { index, fitsMain, onto }: Extract<Built, { kind: "misfit" }>): void {
  const change = `c${index}`;
  if (!fitsMain || stage.kind.waitsToFit !== true) stage.end(change, true);
  else stage.tell({ kind: "does-not-fit", change, onto: onto.map((other) => `c${other}`) });
}
