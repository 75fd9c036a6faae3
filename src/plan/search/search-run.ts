// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import type { Random } from "../../core/ports.ts";
import type { Objective } from "./objective.ts";
import type { Prepared } from "./prepare.ts";
import { SerialDecoder } from "./serial-decoder.ts";

/** Values closer than this share are the same: sums of weights differ in their last digits. */
const SAME = 1e-9;

/** One search: what it may spend, what it has spent, the best it has found. */
export class SearchRun {
  readonly project: Prepared;
  readonly objective: Objective;
  readonly random: Random;
  readonly decoder: SerialDecoder;
  readonly bestList: Int32Array;
  /** Never `ANY_MODE`: the modes the decoder took. */
  readonly bestModes: Int32Array;
  bestValue = Number.POSITIVE_INFINITY;
  /** Of the first list decoded. */
  startValue = Number.POSITIVE_INFINITY;
  evaluations = 0;
  /** Makespan of the best. */
  bestMakespan = Number.POSITIVE_INFINITY;
  /** Evaluations it may spend. */
  readonly limit: number;

  constructor(project: Prepared, objective: Objective, random: Random, limit: number) {
    this.project = project;
    this.objective = objective;
    this.random = random;
    this.decoder = new SerialDecoder(project);
    this.bestList = new Int32Array(project.count);
    this.bestModes = new Int32Array(project.count);
    this.limit = limit;
  }

  /** True when the best cannot be improved. */
  get isProven(): boolean {
    return this.bestValue <= this.objective.bound * (1 + SAME);
  }

  /** True when it is proven or everything is spent. */
  get isOver(): boolean {
    return this.evaluations >= this.limit || this.isProven;
  }

  /** How much of the evaluations is spent, in [0, 1]. */
  get share(): number {
    return Math.min(1, this.evaluations / this.limit);
  }

  /** A whole number from 0 up to, not including, `below`. */
  pick(below: number): number {
    return Math.floor(this.random.fraction() * below);
  }

  /** Decodes left to right, keeps the best, returns the value. Counts as one evaluation. */
  forward(list: Int32Array, modes: Int32Array): number {
    const { decoder } = this;
    decoder.forward(list, modes);
    this.evaluations++;
    const value = this.objective.valueOf(decoder.starts, decoder.ends, decoder.makespan);
    if (this.startValue === Number.POSITIVE_INFINITY) this.startValue = value;
    if (value < this.bestValue) {
      this.bestValue = value;
      this.bestMakespan = decoder.makespan;
      this.bestList.set(list);
      this.bestModes.set(decoder.modes);
    }
    return value;
  }

  /** Decodes right to left. Counts as one evaluation. */
  backward(list: Int32Array, modes: Int32Array): void {
    this.decoder.backward(list, modes);
    this.evaluations++;
  }
}
