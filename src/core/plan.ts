/** The plan as data (DESIGN §6, §11): printable, testable without a repository. */

export const CONFLICT_KINDS = [
  "barrier",
  "same-file",
  "unknown-footprint",
  "declared",
  "twin",
  "import",
  "registry",
  "dependency",
  "soft",
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

export interface Conflict {
  /** `b` waits for `a`. */
  readonly a: string;
  readonly b: string;
  readonly kind: ConflictKind;
  /** Probability in [0, 1] that running both at once goes wrong: that both write one path, or what the kind says. */
  readonly probability: number;
  /** Probability in [0, 1] that both at once end in a textual merge conflict. */
  readonly textual: number;
  /** One sentence a person understands: "QA-034 after QA-033 because both write src/x.ts". */
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** Agents of one kind: a mode of the multi-mode schedule. */
export interface AgentClass {
  /** Name of the agent in `signalbox.yaml`. */
  readonly name: string;
  /** How many may work at once, at least 1. */
  readonly capacity: number;
  /** Work done per hour, relative to 1 for an agent that takes the estimated time. */
  readonly speed: number;
  /** US dollars per agent hour; 0 where unknown. */
  readonly costPerHour: number;
}

/** Elapsed agent hours, not human hours. */
export interface ScheduledTask {
  readonly task: string;
  /** Number of the agent, from 1, over all classes. */
  readonly agent: number;
  readonly agentClass: string;
  readonly startHours: number;
  readonly endHours: number;
}

/** Two or more tasks that would make the same change. */
export interface Twins {
  readonly tasks: readonly string[];
  readonly probability: number;
  /** What to do: "merge QA-016 into QA-015, or let QA-015 go first". */
  readonly proposal: string;
  readonly evidence: readonly string[];
}

/** No schedule can end earlier than each of these, in agent hours. */
export interface LowerBounds {
  readonly criticalPathHours: number;
  /** All work shared evenly by all agents. */
  readonly workHours: number;
  /** The heaviest set of tasks of which no two may run at once. */
  readonly exclusiveHours: number;
  /** The largest of them. */
  readonly bestHours: number;
}

export interface TaskForecast {
  readonly task: string;
  /** Hours after the plan's start by which the task is finished with this probability. */
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
  /** Share of simulated runs in which the task is on the chain that ends last, in [0, 1]. */
  readonly criticality: number;
}

export interface WeekForecast {
  /** From 1. */
  readonly week: number;
  /** Tasks whose median finish falls into the week. */
  readonly tasks: readonly string[];
  /** Share of all tasks finished by the end of the week at the median, in percent. */
  readonly percent: number;
  /** Tasks finished by the end of the week: with probability .8 at least `p80Done`, with .5 at least `p50Done`, with .2 at least `p20Done`. */
  readonly p80Done: number;
  readonly p50Done: number;
  readonly p20Done: number;
}

export interface Timeline {
  readonly unit: "agent-hours";
  readonly hoursPerWeek: number;
  readonly perTask: readonly TaskForecast[];
  readonly weeks: readonly WeekForecast[];
  /** When everything is finished. */
  readonly finish: { readonly p50: number; readonly p80: number; readonly p95: number };
  /** Chance that everything is finished by a date somebody asked for; null when nobody asked. */
  readonly doneBy: { readonly hours: number; readonly date: string | null; readonly probability: number } | null;
  /** A second forecast from what this repository finished week by week; null before there is anything to count. */
  readonly throughput: {
    readonly finish: { readonly p50: number; readonly p80: number; readonly p95: number };
    /** True when the two differ by more than a quarter. */
    readonly disagrees: boolean;
    readonly weeksSeen: number;
  } | null;
  /** Where the durations come from: "no finished session yet: …", "12 finished sessions of this repository". */
  readonly basis: string;
  readonly runs: number;
  readonly seed: number;
}

export interface Plan {
  readonly primary: string | null;
  /** How many agents work at once, over all classes. */
  readonly agents: number;
  readonly classes: readonly AgentClass[];
  readonly waves: readonly (readonly string[])[];
  readonly schedule: readonly ScheduledTask[];
  /** The tasks in the order they are taken up: what a run executes. */
  readonly order: readonly string[];
  /** Pairs put one after the other. */
  readonly conflicts: readonly Conflict[];
  /** Pairs left side by side although something may go wrong, most likely first. */
  readonly risks: readonly Conflict[];
  readonly twins: readonly Twins[];
  /** Files that many tasks write, with the tasks. */
  readonly hotFiles: readonly { readonly path: string; readonly tasks: readonly string[] }[];
  /** What the plan's owner should know: a vague prompt that stops everything, a capped list. */
  readonly notes: readonly string[];
  readonly lowerBounds: LowerBounds;
  readonly search: {
    readonly seed: number;
    /** Schedules tried. */
    readonly evaluations: number;
    /** True when the makespan equals a lower bound: no better one exists. */
    readonly proven: boolean;
    readonly makespanHours: number;
  };
  readonly timeline: Timeline;
  readonly criticalPath: readonly string[];
  /** Tasks left out and why (done, dropped, in a dependency cycle, blocked by one left out). */
  readonly excluded: readonly { readonly task: string; readonly reason: string }[];
}
