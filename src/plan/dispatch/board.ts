import { type SymmetricBits, symmetricBits } from "../conflicts/symmetric-bits.ts";
import { AgentPool } from "./agent-pool.ts";
import { HELD_FOR_MAX } from "./next-starts.ts";
import { ancestors, type DispatchProblem, reservedClass } from "./problem.ts";

/**
 * Who waits, who runs, who is done, in numbers: the rule of `mayStart` kept as counters, so that one event costs
 * microseconds. The Monte Carlo forecast, the search's check and the online simulation move it; tests hold it to `mayStart`.
 * Indexes are task numbers below the problem's size, so a read of an array never misses: hence `as number`.
 */
export class Board {
  readonly #problem: DispatchProblem;
  #conflicts: readonly (readonly number[])[];
  #excludes: SymmetricBits;
  readonly #successors: readonly (readonly number[])[];
  readonly #forPrimary: ReadonlySet<number>;
  readonly #reserved: number;
  readonly #agentsInAll: number;
  readonly #rank: Int32Array;
  readonly #openBefore: Int32Array;
  readonly #blockedBy: Int32Array;
  readonly #notBefore: Float64Array;
  /** Tasks with nothing left to wait for but conflicts and agents, in the order of the list. */
  #ready: number[] = [];
  /** Tasks that failed and have not been tried again: few, where `#ready` may be thousands. */
  readonly #failed = new Set<number>();
  #runningAlone = 0;
  /** Tasks that run now, in the order they started. */
  readonly running: number[] = [];
  readonly classOf: Int32Array;
  readonly startedAt: Float64Array;
  readonly expectedEnd: Float64Array;
  readonly isDone: Uint8Array;

  /** @param list every task once; earlier ones are taken first. */
  constructor(problem: DispatchProblem, list: readonly number[], tables = tablesOf(problem)) {
    const size = problem.predecessors.length;
    this.#problem = problem;
    this.#successors = tables.successors;
    this.#excludes = tables.excludes;
    this.#conflicts = problem.conflicts;
    const { primary, expected, costs, capacities } = problem;
    this.#reserved = primary === null ? -1 : reservedClass(expected[primary] ?? [], costs, capacities);
    this.#forPrimary = primary === null ? new Set() : ancestors(primary, problem.predecessors);
    this.#agentsInAll = capacities.reduce((sum, capacity) => sum + capacity, 0);
    this.#rank = new Int32Array(size);
    this.#openBefore = Int32Array.from(problem.predecessors, (before) => before.length);
    this.#blockedBy = new Int32Array(size);
    this.#notBefore = new Float64Array(size);
    this.classOf = new Int32Array(size).fill(-1);
    this.startedAt = new Float64Array(size);
    this.expectedEnd = new Float64Array(size);
    this.isDone = new Uint8Array(size);
    for (let task = 0; task < size; task++) if (this.#openBefore[task] === 0) this.#ready.push(task);
    this.setList(list);
  }

  /** Takes a new order; what runs goes on. */
  setList(list: readonly number[]): void {
    for (const [rank, task] of list.entries()) this.#rank[task] = rank;
    this.#ready.sort((a, b) => (this.#rank[a] as number) - (this.#rank[b] as number));
  }

  /**
   * Starts whatever may start now, in the order of the list, each in the class that is expected to finish it first.
   * @returns the tasks; their classes are in `classOf`.
   */
  start(now: number): readonly number[] {
    const started: number[] = [];
    if (this.#ready.length === 0 || this.running.length >= this.#agentsInAll) return started;
    const agents = this.#agents(now);
    const { expected, primary } = this.#problem;
    const blocked: number[] = [];
    for (let place = 0; place < this.#ready.length && agents.anyFree; place++) {
      const task = this.#ready[place] as number;
      if ((this.#notBefore[task] as number) > now) continue;
      if (this.#isBlocked(task)) {
        if (blocked.length < HELD_FOR_MAX) blocked.push(task);
        continue;
      }
      if (blocked.some((other) => this.#isInTheWay(task, other, now))) continue;
      const claim = task === primary ? "primary" : this.#forPrimary.has(task) ? "for-primary" : "other";
      const agentClass = agents.take(expected[task] as readonly number[], claim);
      if (agentClass === -1) continue;
      this.begin(task, agentClass, now);
      started.push(task);
      place--;
    }
    return started;
  }

  #isBlocked(task: number): boolean {
    return this.#blockedBy[task] !== 0 || this.#runningAlone > 0 || (this.#isAlone(task) && this.running.length > 0);
  }

  /** Would a task that might start stand in the way of an earlier one that is blocked, as `nextStarts` has it? */
  #isInTheWay(task: number, earlier: number, now: number): boolean {
    if (!this.#clash(task, earlier)) return false;
    const hours = Math.min(...(this.#problem.expected[task] as readonly number[]));
    return this.running.every((other) => !this.#clash(earlier, other) || this.#hoursLeft(other, now) < hours);
  }

  #clash(a: number, b: number): boolean {
    return this.#isAlone(a) || this.#isAlone(b) || this.#excludes.has(a, b);
  }

  #isAlone(task: number): boolean {
    return this.#problem.alone?.[task] === true;
  }

  /** Puts a task to work, as at the start of a simulation whose project is under way. */
  begin(task: number, agentClass: number, now: number): void {
    const place = this.#ready.indexOf(task);
    if (place !== -1) this.#ready.splice(place, 1);
    this.#failed.delete(task);
    this.running.push(task);
    this.classOf[task] = agentClass;
    this.startedAt[task] = now;
    this.expectedEnd[task] = now + (this.#problem.expected[task]?.[agentClass] ?? 0);
    if (this.#problem.alone?.[task] === true) this.#runningAlone++;
    for (const other of this.#conflicts[task] as readonly number[]) this.#blockedBy[other] = (this.#blockedBy[other] as number) + 1;
  }

  /** Ends a running task; `again` is the hour from which it may be tried once more, or null when it is done. */
  end(task: number, again: number | null): void {
    this.running.splice(this.running.indexOf(task), 1);
    if (this.#problem.alone?.[task] === true) this.#runningAlone--;
    for (const other of this.#conflicts[task] as readonly number[]) this.#blockedBy[other] = (this.#blockedBy[other] as number) - 1;
    if (again !== null) {
      this.#notBefore[task] = again;
      this.#failed.add(task);
      this.#makeReady(task);
      return;
    }
    this.isDone[task] = 1;
    for (const next of this.#successors[task] as readonly number[]) {
      const left = (this.#openBefore[next] as number) - 1;
      this.#openBefore[next] = left;
      // One may be under way from before the simulation, although it should have waited.
      if (left === 0 && this.isDone[next] === 0 && !this.running.includes(next)) this.#makeReady(next);
    }
  }

  /** The first hour after `now` at which a task may be tried again, or Infinity. */
  nextRetry(now: number): number {
    let first = Infinity;
    for (const task of this.#failed) {
      const at = this.#notBefore[task] as number;
      if (at > now && at < first) first = at;
    }
    return first;
  }

  /** Two tasks turn out to conflict; if both run, they go on, and their work has to be brought together. */
  addConflict(a: number, b: number): void {
    const more = (task: number, row: readonly number[]) => (task === a ? [...row, b] : task === b ? [...row, a] : row);
    this.#conflicts = this.#conflicts.map((row, task) => more(task, row));
    this.#excludes = excludesOf(this.#conflicts);
    if (this.running.includes(a)) this.#blockedBy[b] = (this.#blockedBy[b] as number) + 1;
    if (this.running.includes(b)) this.#blockedBy[a] = (this.#blockedBy[a] as number) + 1;
  }

  #makeReady(task: number): void {
    const rank = this.#rank[task] as number;
    let [low, high] = [0, this.#ready.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rank[this.#ready[middle] as number] as number) < rank) low = middle + 1;
      else high = middle;
    }
    this.#ready.splice(low, 0, task);
  }

  #agents(now: number): AgentPool {
    const available = this.#problem.capacities.map((capacity) => new Array<number>(capacity).fill(0));
    const taken = available.map(() => 0);
    for (const task of this.running) {
      const agentClass = this.classOf[task] as number;
      const row = available[agentClass] as number[];
      row[taken[agentClass] as number] = this.#hoursLeft(task, now);
      taken[agentClass] = (taken[agentClass] as number) + 1;
    }
    for (const row of available) row.sort(ascending);
    const { primary } = this.#problem;
    const waits = primary !== null && this.isDone[primary] === 0 && !this.running.includes(primary);
    return new AgentPool(available, this.#problem.costs, waits ? this.#reserved : -1);
  }

  /** Of a task that is later than expected: half of what it has taken so far, as heavy-tailed durations have it. */
  #hoursLeft(task: number, now: number): number {
    // Of one that has just started no digit may get lost.
    if (this.startedAt[task] === now) return this.#problem.expected[task]?.[this.classOf[task] as number] ?? 0;
    const expected = (this.expectedEnd[task] as number) - now;
    if (expected > 0) return expected;
    return Math.max((now - (this.startedAt[task] as number)) / 2, Number.MIN_VALUE);
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** What follows from a problem, computed once for all its runs. */
export interface Tables {
  readonly successors: readonly (readonly number[])[];
  readonly excludes: SymmetricBits;
}

export function tablesOf({ predecessors, conflicts }: DispatchProblem): Tables {
  const successors: number[][] = predecessors.map(() => []);
  for (const [task, before] of predecessors.entries()) for (const other of before) successors[other]?.push(task);
  return { successors, excludes: excludesOf(conflicts) };
}

function excludesOf(conflicts: readonly (readonly number[])[]): SymmetricBits {
  const excludes = symmetricBits(conflicts.length);
  for (const [task, row] of conflicts.entries()) for (const other of row) if (other > task) excludes.set(task, other);
  return excludes;
}
