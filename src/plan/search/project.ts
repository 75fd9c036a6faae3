/**
 * The scheduling problem as pure numbers: multi-mode resource-constrained project scheduling with pairs that exclude each
 * other. Time is whole ticks; what a tick is only the caller knows.
 *
 * Glossary: an *activity* is worked on without a break in one of its *modes* (one per agent class); a *list* is an order in
 * which a decoder takes the activities up; a *schedule* is what a decoder makes of a list.
 */

export interface Mode {
  /** Whole ticks, 0 for a milestone. */
  readonly ticks: number;
  /** What it occupies of every resource while it lasts; as long as `Project.capacities`. */
  readonly demand: readonly number[];
  /** Decides between modes that end at the same tick; counts nowhere else. */
  readonly cost: number;
}

export interface Activity {
  /** At least one. */
  readonly modes: readonly Mode[];
  /** What a tick of delay of its end costs, 0 or more. */
  readonly weight: number;
  /** Indexes of activities that end before this one starts. */
  readonly predecessors: readonly number[];
  /** Already running: it keeps this mode and occupies it from tick 0 to `ticksLeft`, whatever else would forbid that. */
  readonly running?: { readonly mode: number; readonly ticksLeft: number };
}

export interface Project {
  readonly capacities: readonly number[];
  readonly activities: readonly Activity[];
  /** Pairs that must not overlap in time. */
  readonly exclusive: readonly (readonly [number, number])[];
  /** Pairs that may overlap at a cost in weight × ticks, counted once when they do. */
  readonly soft: readonly { readonly a: number; readonly b: number; readonly cost: number }[];
}

export interface Schedule {
  /** By activity; an activity occupies the ticks from its start up to, not including, its end. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The mode each activity is done in. */
  readonly modes: readonly number[];
  readonly makespan: number;
}

/** No schedule ends before any of these ticks. */
export interface Bounds {
  /** Longest chain of predecessors in their fastest modes. */
  readonly criticalPath: number;
  /** All work shared evenly by the capacity there is. */
  readonly work: number;
  /** Heaviest set of activities of which no two may overlap. */
  readonly exclusive: number;
  /** The largest of them. */
  readonly best: number;
}

/** In `modes` of a list: the decoder takes the mode that ends first. */
export const ANY_MODE = -1;
