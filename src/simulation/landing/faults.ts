import type { Random } from "../../core/ports.ts";

/** What goes wrong around a queue, as chances per event or run. None of it is in the base world; tests plan it. */
export interface WorldFaults {
  /** An event is told a second time, later. */
  readonly duplicate?: number;
  /** An event is told late, and so after others that happened later. */
  readonly late?: number;
  readonly lateMinutesMax?: number;
  /** The process that decides is killed where it awaits something, and begins again with what is in the store. */
  readonly crash?: number;
  /** A push never arrives, and nobody can tell. */
  readonly pushLost?: number;
  /** A push arrives, and nobody can tell. */
  readonly pushUnanswered?: number;
  /** A push arrives minutes later, whoever sent it gone or not, if main is still where it was leased to. */
  readonly pushLate?: number;
  /** A push leaves a lock on main behind: until that is removed no push arrives. */
  readonly staleLock?: number;
  /** A worker is lost with its run. */
  readonly lost?: number;
  /** A worker says that everything passed without looking. */
  readonly lying?: number;
  /** Somebody else pushes to main every so often, on average. */
  readonly foreignEveryMinutes?: number;
  /** Within this span every run's chance of a flake is `chance`. */
  readonly flakeStorm?: { readonly fromMinutes: number; readonly toMinutes: number; readonly chance: number };
}

/** Thrown where the process that decides is killed. */
export class Killed extends Error {}

/** Draws only where the fault is planned at all. */
export function happens(chance: number | undefined, random: Random): boolean {
  return chance !== undefined && random.fraction() < chance;
}

/** The extra times, from now, at which an event is told: one, or two. */
export function tellings(faults: WorldFaults, random: Random): readonly number[] {
  const delayMs = () => random.fraction() * (faults.lateMinutesMax ?? 5) * 60_000;
  const first = happens(faults.late, random) ? delayMs() : 0;
  return happens(faults.duplicate, random) ? [first, first + delayMs()] : [first];
}
