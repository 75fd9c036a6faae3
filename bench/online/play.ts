import { Board } from "../../src/plan/dispatch/board.ts";
import { type Instance, neighboursOf, type Pair, pairsOf } from "./instance.ts";

export interface Running {
  readonly task: number;
  readonly elapsedHours: number;
}

/** What a policy sees when something has happened: a task ended, failed, is late, or turned out to write more. */
export interface Moment {
  /** Not begun and not running, in the present order. */
  readonly open: readonly number[];
  readonly running: readonly Running[];
  /** Pairs known to conflict by now. */
  readonly conflicts: readonly Pair[];
}

export interface Policy {
  readonly list: readonly number[];
  /** The files by which tasks are kept apart from the start; nothing is ever learned when there are none. */
  readonly known: Instance["predicted"];
  /** The order of the open tasks from now on; left out: the list stays. */
  readonly replan?: (moment: Moment) => readonly number[];
  /** Hours after which a running task is late. */
  readonly lateAfter?: (task: number) => number;
}

export interface Outcome {
  /** Sum of weight × finish. */
  readonly weighted: number;
  readonly makespan: number;
  readonly collisions: number;
  readonly reworkHours: number;
}

/** Failed work is tried again after this. */
export const REDO_WAIT_HOURS = 0.1;
/** Two tasks that wrote one file at once: the one that lands later works this share once more, as the plan assumes. */
const REWORK_SHARE = 0.25;
/** How far a task is when it first touches what nobody predicted. */
const WIDENS_AT = 0.5;

/** Plays one policy on one instance; who starts when is decided by the board that stands for the coordinator's own rule. */
export function play(instance: Instance, policy: Policy): Outcome {
  return new Play(instance, policy).toTheEnd();
}

class Play {
  readonly #instance: Instance;
  readonly #policy: Policy;
  readonly #board: Board;
  readonly #pairs: Pair[];
  readonly #known: Set<number>[];
  #list: readonly number[];
  readonly #endsAt: Float64Array;
  readonly #widensAt: Float64Array;
  readonly #lateAt: Float64Array;
  readonly #failures: Int32Array;
  readonly #finishes: Float64Array;
  readonly #collided = new Set<string>();
  #reworkHours = 0;
  #now = 0;

  constructor(instance: Instance, policy: Policy) {
    const { size, predecessors, tasks } = instance;
    const never = () => new Float64Array(size.tasks).fill(Infinity);
    this.#instance = instance;
    this.#policy = policy;
    this.#known = policy.known.map((files) => new Set(files));
    this.#pairs = [...pairsOf(policy.known)];
    this.#list = policy.list;
    [this.#endsAt, this.#widensAt, this.#lateAt, this.#finishes] = [never(), never(), never(), never()];
    this.#failures = new Int32Array(size.tasks);
    const conflicts = neighboursOf(size.tasks, this.#pairs);
    const expected = tasks.map(({ effort }) => [effort?.minHours ?? 1]);
    this.#board = new Board({ predecessors, conflicts, capacities: [size.agents], costs: [0], expected, primary: null }, policy.list);
  }

  toTheEnd(): Outcome {
    const { weights } = this.#instance;
    for (;;) {
      this.#start();
      this.#now = this.#next();
      if (this.#now === Infinity) break;
      for (const task of [...this.#board.running]) {
        if ((this.#lateAt[task] as number) <= this.#now) this.#lateAt[task] = Infinity;
        if ((this.#widensAt[task] as number) <= this.#now) this.#widen(task);
      }
      for (const task of this.#board.running.filter((each) => (this.#endsAt[each] as number) <= this.#now)) this.#end(task);
      this.#replan();
    }
    return {
      weighted: this.#finishes.reduce((sum, hours, task) => sum + hours * (weights[task] ?? 0), 0),
      makespan: Math.max(...this.#finishes),
      collisions: this.#collided.size,
      reworkHours: this.#reworkHours,
    };
  }

  #start(): void {
    const { tries, files } = this.#instance;
    const learns = this.#policy.known.some(({ size }) => size > 0);
    for (const task of this.#board.start(this.#now)) {
      const hours = tries[task]?.[this.#failures[task] as number] ?? 0;
      const isKnown = files[task]?.isSubsetOf(this.#known[task] ?? new Set()) === true;
      this.#endsAt[task] = this.#now + hours;
      this.#widensAt[task] = isKnown || !learns ? Infinity : this.#now + WIDENS_AT * hours;
      this.#lateAt[task] = this.#now + (this.#policy.lateAfter?.(task) ?? Infinity);
    }
  }

  /** The next hour at which something happens, or Infinity when all is done. */
  #next(): number {
    const at = (task: number) => Math.min(this.#endsAt[task] as number, this.#widensAt[task] as number, this.#lateAt[task] as number);
    return this.#board.running.reduce((first, task) => Math.min(first, at(task)), this.#board.nextRetry(this.#now));
  }

  /** It touches what nobody predicted: from now on whoever is known to write that, too, is kept apart from it. */
  #widen(task: number): void {
    this.#widensAt[task] = Infinity;
    const more = this.#instance.files[task]?.difference(this.#known[task] ?? new Set()) ?? new Set();
    for (const [other, known] of this.#known.entries()) {
      if (other === task || known.isDisjointFrom(more) || this.#known[task]?.isDisjointFrom(known) === false) continue;
      this.#pairs.push([task, other]);
      this.#board.addConflict(task, other);
    }
    for (const file of more) this.#known[task]?.add(file);
  }

  #end(task: number): void {
    this.#lateAt[task] = this.#widensAt[task] = Infinity;
    this.#failures[task] = (this.#failures[task] as number) + 1;
    const isDone = (this.#failures[task] as number) >= (this.#instance.tries[task]?.length ?? 0);
    if (isDone) {
      this.#finishes[task] = this.#now;
      this.#collide(task);
    }
    this.#board.end(task, isDone ? null : this.#now + REDO_WAIT_HOURS);
  }

  /** Whoever still runs and writes a file of what has just landed has to bring the two together. */
  #collide(landed: number): void {
    const { files, tries } = this.#instance;
    for (const task of this.#board.running) {
      const key = `${Math.min(task, landed)} ${Math.max(task, landed)}`;
      if (task === landed || this.#collided.has(key) || files[task]?.isDisjointFrom(files[landed] ?? new Set()) !== false) continue;
      this.#collided.add(key);
      const hours = REWORK_SHARE * (tries[task]?.[this.#failures[task] as number] ?? 0);
      this.#reworkHours += hours;
      this.#endsAt[task] = (this.#endsAt[task] as number) + hours;
    }
  }

  #replan(): void {
    const { running, isDone, startedAt } = this.#board;
    const open = this.#list.filter((task) => isDone[task] === 0 && !running.includes(task));
    if (this.#policy.replan === undefined || open.length === 0) return;
    const elapsed = running.map((task) => ({ task, elapsedHours: this.#now - (startedAt[task] as number) }));
    const order = this.#policy.replan({ open, running: elapsed, conflicts: this.#pairs });
    this.#list = [...this.#list.filter((task) => !order.includes(task)), ...order];
    this.#board.setList(this.#list);
  }
}
