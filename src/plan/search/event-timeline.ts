// Typed arrays are read `as number`: positions stay inside the list by construction, and a test per read would cost more than the work.
import type { PackedDemand } from "./pack-demand.ts";

/** What is free as a list of changes: for long horizons of fine ticks, where one word per tick would be mostly repetition. */
export class EventTimeline {
  readonly #demand: PackedDemand;
  readonly #words: number;
  /** Times of change, rising; the last stretch never ends. */
  #times: Int32Array;
  #free: Int32Array;
  #length = 1;

  constructor(demand: PackedDemand) {
    this.#demand = demand;
    this.#words = demand.words;
    this.#times = new Int32Array(64);
    this.#free = new Int32Array(64 * demand.words);
    this.reset(false);
  }

  reset(running: boolean): void {
    const { capacity, runningUntil, runningFree } = this.#demand;
    const steps = running ? runningUntil.length : 0;
    this.#grow(steps + 1);
    this.#times[0] = 0;
    for (let step = 0; step < steps; step++) this.#times[step + 1] = runningUntil[step] as number;
    this.#free.set(runningFree.subarray(0, steps * this.#words));
    this.#free.set(capacity, steps * this.#words);
    this.#length = steps + 1;
  }

  /** See `Timeline`. */
  earliest(from: number, ticks: number, mode: number): number {
    let start = from;
    for (let at = this.#stretchOf(from); at < this.#length && (this.#times[at] as number) < start + ticks; at++) {
      // The last stretch has everything free, so a stretch that is too full has one after it.
      if (!this.#fits(at, mode)) start = this.#times[at + 1] as number;
    }
    return start;
  }

  /** See `Timeline`. */
  occupy(from: number, ticks: number, mode: number): void {
    if (ticks === 0) return;
    const first = this.#cut(from);
    const last = this.#cut(from + ticks);
    const words = this.#words;
    for (let at = first * words; at < last * words; at++) {
      this.#free[at] = (this.#free[at] as number) - (this.#demand.needs[mode * words + (at % words)] as number);
    }
  }

  #fits(at: number, mode: number): boolean {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      const guards = this.#demand.guards[word] as number;
      const free = this.#free[at * words + word] as number;
      if ((((free | guards) - (this.#demand.needs[mode * words + word] as number)) & guards) !== guards) return false;
    }
    return true;
  }

  /** The stretch that holds `time`. */
  #stretchOf(time: number): number {
    let low = 0;
    let high = this.#length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#times[middle] as number) <= time) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Makes `time` the start of a stretch and returns which. */
  #cut(time: number): number {
    const at = this.#stretchOf(time);
    if (this.#times[at] === time) return at;
    this.#grow(this.#length + 1);
    const words = this.#words;
    this.#times.copyWithin(at + 2, at + 1, this.#length);
    this.#free.copyWithin((at + 1) * words, at * words, this.#length * words);
    this.#times[at + 1] = time;
    this.#length++;
    return at + 1;
  }

  #grow(length: number): void {
    if (length <= this.#times.length) return;
    const times = new Int32Array(2 * length);
    times.set(this.#times);
    const free = new Int32Array(2 * length * this.#words);
    free.set(this.#free);
    this.#times = times;
    this.#free = free;
  }
}
