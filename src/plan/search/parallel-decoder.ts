// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import type { Prepared } from "./prepare.ts";
import { ANY_MODE } from "./project.ts";
import { type Timeline, timelineFor } from "./timeline.ts";

/** End of an activity that has not started. */
const NEVER = 2 ** 30;

/**
 * Parallel schedule generation (Bedworth & Bailey 1982; Kolisch 1996): goes from one end of an activity to the next and
 * starts, in the order of the list, whatever may start now. Its schedules never leave something idle that could be started,
 * which is how a dispatcher works, and sometimes excludes the best.
 */
export class ParallelDecoder {
  readonly project: Prepared;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly modes: Int32Array;
  makespan = 0;
  readonly #timeline: Timeline;
  /** What has not started, in the order of the list. */
  readonly #open: Int32Array;

  constructor(project: Prepared) {
    this.project = project;
    this.starts = new Int32Array(project.count);
    this.ends = new Int32Array(project.count);
    this.modes = new Int32Array(project.count);
    this.#open = new Int32Array(project.count);
    this.#timeline = timelineFor(project.demand, project.horizon);
  }

  /** Parameters as for `SerialDecoder.forward`. */
  forward(list: Int32Array, modes: Int32Array): void {
    const { project } = this;
    this.makespan = 0;
    this.#timeline.reset(true);
    this.starts.fill(NEVER);
    this.ends.fill(NEVER);
    let open = 0;
    for (let at = 0; at < list.length; at++) {
      const activity = list[at] as number;
      if (project.running[activity] === 1) this.#record(activity, 0, 0);
      else this.#open[open++] = activity;
    }
    for (let now = 0; open > 0; now = this.#nextEnd(now)) {
      let left = 0;
      for (let at = 0; at < open; at++) {
        const activity = this.#open[at] as number;
        const mode = this.#modeAt(activity, modes[activity] as number, now);
        if (mode === ANY_MODE) this.#open[left++] = activity;
        else {
          const row = (project.firstMode[activity] as number) + mode;
          this.#timeline.occupy(now, project.ticks[row] as number, row);
          this.#record(activity, mode, now);
        }
      }
      open = left;
    }
  }

  #record(activity: number, mode: number, start: number): void {
    const end = start + (this.project.ticks[(this.project.firstMode[activity] as number) + mode] as number);
    this.starts[activity] = start;
    this.ends[activity] = end;
    this.modes[activity] = mode;
    if (end > this.makespan) this.makespan = end;
  }

  /** The next moment at which something ends. Milestones pass at once: what waits for them comes later in the list. */
  #nextEnd(now: number): number {
    let next = NEVER;
    for (let activity = 0; activity < this.project.count; activity++) {
      const end = this.ends[activity] as number;
      if (end > now && end < next) next = end;
    }
    return next;
  }

  #isReady(activity: number, now: number): boolean {
    const { before } = this.project;
    for (let at = before.first[activity] as number; at < (before.first[activity + 1] as number); at++) {
      if ((this.ends[before.list[at] as number] as number) > now) return false;
    }
    return true;
  }

  /** The mode in which the activity may start now, `ANY_MODE` when it may not. */
  #modeAt(activity: number, wanted: number, now: number): number {
    if (!this.#isReady(activity, now) || this.#isExcluded(activity, now) || this.#isWorthWaiting(activity, now)) return ANY_MODE;
    const { firstMode, ticks, costs } = this.project;
    const first = firstMode[activity] as number;
    const count = (firstMode[activity + 1] as number) - first;
    let best = ANY_MODE;
    for (let mode = 0; mode < count; mode++) {
      if (wanted !== ANY_MODE && mode !== wanted) continue;
      const length = ticks[first + mode] as number;
      if (this.#timeline.earliest(now, length, first + mode) !== now) continue;
      const gain = best === ANY_MODE ? 1 : (ticks[first + best] as number) - length;
      if (gain > 0 || (gain === 0 && (costs[first + mode] as number) < (costs[first + best] as number))) best = mode;
    }
    return best;
  }

  #isExcluded(activity: number, now: number): boolean {
    const { exclusive } = this.project;
    for (let at = exclusive.first[activity] as number; at < (exclusive.first[activity + 1] as number); at++) {
      const other = exclusive.list[at] as number;
      if ((this.starts[other] as number) <= now && (this.ends[other] as number) > now) return true;
    }
    return false;
  }

  /** Whether waiting for the end of what should not be overlapped costs less than overlapping it. */
  #isWorthWaiting(activity: number, now: number): boolean {
    const { soft, weights } = this.project;
    let cost = 0;
    let until = now;
    for (let at = soft.first[activity] as number; at < (soft.first[activity + 1] as number); at++) {
      const other = soft.list[at] as number;
      if ((this.starts[other] as number) > now || (this.ends[other] as number) <= now) continue;
      cost += soft.costs[at] as number;
      until = Math.max(until, this.ends[other] as number);
    }
    return cost > (until - now) * (weights[activity] as number);
  }
}
