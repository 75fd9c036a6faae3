// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import type { Neighbours, Prepared } from "./prepare.ts";
import { ANY_MODE } from "./project.ts";
import { type Timeline, timelineFor } from "./timeline.ts";

/** Start of an activity that is not placed yet: overlaps nothing. */
const NOWHERE = 2 ** 30;

/**
 * Serial schedule generation (Kelley 1963; Kolisch 1996): takes the activities of a list one by one and places each at the
 * earliest time at which its predecessors have ended, its mode fits and no excluded activity overlaps. One of them is made
 * per search and its arrays are used again for every schedule.
 */
export class SerialDecoder {
  readonly project: Prepared;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The mode each activity got, counted from its first. */
  readonly modes: Int32Array;
  makespan = 0;
  readonly #timeline: Timeline;

  constructor(project: Prepared) {
    this.project = project;
    this.starts = new Int32Array(project.count);
    this.ends = new Int32Array(project.count);
    this.modes = new Int32Array(project.count);
    this.#timeline = timelineFor(project.demand, project.horizon);
  }

  /**
   * Places the activities left to right.
   * @param list every activity once, predecessors first
   * @param modes by activity, counted from its first mode; `ANY_MODE` takes the mode that ends first, of equal ones the cheapest
   */
  forward(list: Int32Array, modes: Int32Array): void {
    this.#begin(true);
    for (let at = 0; at < list.length; at++) {
      const activity = list[at] as number;
      if (this.project.running[activity] === 1) continue;
      this.#place(activity, modes[activity] as number, this.project.before);
    }
  }

  /**
   * The same from the project's end, with time running backwards: an activity comes after its successors, and `starts` and
   * `ends` count ticks before the project's end. What runs already is placed like everything else.
   * @param list every activity once, successors first
   */
  backward(list: Int32Array, modes: Int32Array): void {
    this.#begin(false);
    for (let at = 0; at < list.length; at++) {
      const activity = list[at] as number;
      this.#place(activity, modes[activity] as number, this.project.after);
    }
  }

  #begin(running: boolean): void {
    const { project } = this;
    this.makespan = 0;
    this.#timeline.reset(running);
    if (project.exclusive.list.length > 0 || project.hasSoft) this.starts.fill(NOWHERE);
    if (!running || !project.hasRunning) return;
    for (let activity = 0; activity < project.count; activity++) {
      if (project.running[activity] === 0) continue;
      const end = project.ticks[project.firstMode[activity] as number] as number;
      this.#record(activity, 0, 0, end);
    }
  }

  #place(activity: number, wanted: number, before: Neighbours): void {
    const { firstMode, ticks, costs } = this.project;
    const first = firstMode[activity] as number;
    const count = (firstMode[activity + 1] as number) - first;
    let ready = 0;
    for (let at = before.first[activity] as number; at < (before.first[activity + 1] as number); at++) {
      const end = this.ends[before.list[at] as number] as number;
      if (end > ready) ready = end;
    }
    let mode = wanted === ANY_MODE ? 0 : wanted;
    let start = this.#startOf(activity, first + mode, ready);
    if (wanted === ANY_MODE) {
      for (let other = 1; other < count; other++) {
        const otherStart = this.#startOf(activity, first + other, ready);
        const gain = start + (ticks[first + mode] as number) - (otherStart + (ticks[first + other] as number));
        if (gain > 0 || (gain === 0 && (costs[first + other] as number) < (costs[first + mode] as number))) {
          mode = other;
          start = otherStart;
        }
      }
    }
    const length = ticks[first + mode] as number;
    this.#timeline.occupy(start, length, first + mode);
    this.#record(activity, mode, start, start + length);
  }

  #record(activity: number, mode: number, start: number, end: number): void {
    this.starts[activity] = start;
    this.ends[activity] = end;
    this.modes[activity] = mode;
    if (end > this.makespan) this.makespan = end;
  }

  /** The earliest start from `ready` on; later when that spares more soft cost than the delay costs. */
  #startOf(activity: number, row: number, ready: number): number {
    const length = this.project.ticks[row] as number;
    const start = this.#fit(activity, row, length, ready);
    if (!this.project.hasSoft) return start;
    const { soft } = this.project;
    let cost = 0;
    let clear = start;
    for (let at = soft.first[activity] as number; at < (soft.first[activity + 1] as number); at++) {
      const other = soft.list[at] as number;
      if ((this.starts[other] as number) >= start + length || (this.ends[other] as number) <= start) continue;
      cost += soft.costs[at] as number;
      clear = Math.max(clear, this.ends[other] as number);
    }
    if (cost === 0) return start;
    const later = this.#fit(activity, row, length, clear);
    return (later - start) * (this.project.weights[activity] as number) + this.#softCost(activity, later, length) < cost ? later : start;
  }

  #softCost(activity: number, start: number, length: number): number {
    const { soft } = this.project;
    let cost = 0;
    for (let at = soft.first[activity] as number; at < (soft.first[activity + 1] as number); at++) {
      const other = soft.list[at] as number;
      if ((this.starts[other] as number) < start + length && (this.ends[other] as number) > start) cost += soft.costs[at] as number;
    }
    return cost;
  }

  /** The earliest start at which the mode fits and nothing excluded overlaps. */
  #fit(activity: number, row: number, length: number, ready: number): number {
    const { exclusive } = this.project;
    const from = exclusive.first[activity] as number;
    const to = exclusive.first[activity + 1] as number;
    let start = this.#timeline.earliest(ready, length, row);
    if (from === to) return start;
    for (;;) {
      let clear = start;
      for (let at = from; at < to; at++) {
        const other = exclusive.list[at] as number;
        const end = this.ends[other] as number;
        if (end > clear && (this.starts[other] as number) < start + length) clear = end;
      }
      if (clear === start) return start;
      start = this.#timeline.earliest(clear, length, row);
    }
  }
}
