// Typed arrays are read `as number`: times stay below the horizon by construction, and a test per read would cost more than the work.

import { EventTimeline } from "./event-timeline.ts";
import type { PackedDemand } from "./pack-demand.ts";

/** What is free at every time of one schedule in the making. */
export interface Timeline {
  /** Forgets everything placed; with `running`, what runs already is held. */
  reset(running: boolean): void;
  /** The earliest time from `from` on at which `mode` fits for `ticks`. */
  earliest(from: number, ticks: number, mode: number): number;
  occupy(from: number, ticks: number, mode: number): void;
}

/** Up to here one word per tick is faster than a list of changes. */
const TICKS_MAX = 50_000;

/** @param horizon no activity ends later */
export function timelineFor(demand: PackedDemand, horizon: number): Timeline {
  if (demand.words === 0) return { reset: () => undefined, earliest: (from) => from, occupy: () => undefined };
  return horizon > TICKS_MAX ? new EventTimeline(demand) : new TickTimeline(demand, horizon);
}

/** One packed word (or several) per tick. */
class TickTimeline implements Timeline {
  readonly #words: number;
  readonly #guards: Int32Array;
  readonly #needs: Int32Array;
  readonly #demand: PackedDemand;
  readonly #free: Int32Array;
  /** Ticks from here on are untouched. */
  #used = 0;

  constructor(demand: PackedDemand, horizon: number) {
    this.#words = demand.words;
    this.#guards = demand.guards;
    this.#needs = demand.needs;
    this.#demand = demand;
    // An activity that starts at the horizon is looked up beyond it.
    this.#free = new Int32Array((2 * horizon + 1) * demand.words);
    this.#used = 2 * horizon + 1;
    this.reset(false);
  }

  reset(running: boolean): void {
    const { capacity, runningUntil, runningFree } = this.#demand;
    const words = this.#words;
    if (words === 1) this.#free.fill(capacity[0] as number, 0, this.#used);
    else for (let at = 0; at < this.#used * words; at++) this.#free[at] = capacity[at % words] as number;
    this.#used = 0;
    if (!running) return;
    for (let step = 0; step < runningUntil.length; step++) {
      const until = runningUntil[step] as number;
      for (let tick = this.#used; tick < until; tick++) {
        for (let word = 0; word < words; word++) this.#free[tick * words + word] = runningFree[step * words + word] as number;
      }
      this.#used = until;
    }
  }

  earliest(from: number, ticks: number, mode: number): number {
    if (this.#words > 1) return this.#earliestOfMany(from, ticks, mode);
    const free = this.#free;
    const guards = this.#guards[0] as number;
    const need = this.#needs[mode] as number;
    let start = from;
    let checked = from;
    let tick = from + ticks - 1;
    // From the last tick of the window backwards: a full tick moves the window behind it, and what was found free stays found.
    while (tick >= checked) {
      if (((((free[tick] as number) | guards) - need) & guards) === guards) tick--;
      else {
        checked = Math.max(checked, start + ticks);
        start = tick + 1;
        tick = start + ticks - 1;
      }
    }
    return start;
  }

  #earliestOfMany(from: number, ticks: number, mode: number): number {
    let start = from;
    for (let tick = from; tick < start + ticks; tick++) if (!this.#fits(tick, mode)) start = tick + 1;
    return start;
  }

  #fits(tick: number, mode: number): boolean {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      const guards = this.#guards[word] as number;
      const free = this.#free[tick * words + word] as number;
      if ((((free | guards) - (this.#needs[mode * words + word] as number)) & guards) !== guards) return false;
    }
    return true;
  }

  occupy(from: number, ticks: number, mode: number): void {
    const words = this.#words;
    const free = this.#free;
    const end = from + ticks;
    if (end > this.#used) this.#used = end;
    if (words === 1) {
      const need = this.#needs[mode] as number;
      for (let tick = from; tick < end; tick++) free[tick] = (free[tick] as number) - need;
      return;
    }
    for (let at = from * words; at < end * words; at++)
      free[at] = (free[at] as number) - (this.#needs[mode * words + (at % words)] as number);
  }
}
