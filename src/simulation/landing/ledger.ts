import type { ChangeRecord, Outcome, RunRecord } from "./outcome.ts";

/** What has happened so far in one simulation: which changes are open, how the others ended, which runs there were. */
export class Ledger {
  /** Open changes and when they were submitted. */
  readonly open = new Map<string, number>();
  readonly changes: ChangeRecord[] = [];
  readonly runs: RunRecord[] = [];
  readonly #landed = new Set<string>();
  readonly #submitted = new Set<string>();
  #redSinceMs: number | null = null;
  #redMs = 0;
  #escapes = 0;
  lies = 0;

  submit(change: string, nowMs: number): void {
    this.open.set(change, nowMs);
    this.#submitted.add(change);
  }

  isKnown(change: string): boolean {
    return this.#submitted.has(change);
  }

  hasLanded(change: string): boolean {
    return this.#landed.has(change);
  }

  end(change: string, end: ChangeRecord["end"], isGuilty: boolean, nowMs: number): void {
    const submittedMs = this.open.get(change);
    if (submittedMs === undefined) return;
    this.open.delete(change);
    if (end === "landed") this.#landed.add(change);
    this.changes.push({ change, submittedMs, endedMs: nowMs, end, isGuilty });
  }

  mainBroke(nowMs: number): void {
    this.#escapes++;
    this.#redSinceMs ??= nowMs;
  }

  mainIsWhole(nowMs: number): void {
    if (this.#redSinceMs !== null) this.#redMs += nowMs - this.#redSinceMs;
    this.#redSinceMs = null;
  }

  outcome(of: Pick<Outcome, "policy" | "seed" | "workers" | "arrivalsEndMs">, nowMs: number): Outcome {
    this.mainIsWhole(nowMs);
    const { changes, runs, lies } = this;
    return { ...of, endedMs: nowMs, changes, runs, unfinished: this.open.size, escapes: this.#escapes, redMs: this.#redMs, lies };
  }
}
