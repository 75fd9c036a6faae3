/** The plan as data (DESIGN §6, §11): printable, testable without a repository. */

export const CONFLICT_KINDS = ["barrier", "same-file", "unknown-footprint", "declared", "twin", "import", "registry", "soft"] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

export interface Conflict {
  readonly a: string;
  readonly b: string;
  readonly kind: ConflictKind;
  /** Probability in [0, 1] that running both at once goes wrong. */
  readonly probability: number;
  /** One sentence a person understands: "QA-034 after QA-033 because both write src/x.ts". */
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** Elapsed agent hours, not human hours. */
export interface ScheduledTask {
  readonly task: string;
  readonly agent: number;
  readonly startHours: number;
  readonly endHours: number;
}

export interface Plan {
  readonly primary: string | null;
  readonly agents: number;
  readonly waves: readonly (readonly string[])[];
  readonly schedule: readonly ScheduledTask[];
  readonly conflicts: readonly Conflict[];
  readonly timeline: {
    readonly unit: "agent-hours";
    readonly hoursPerWeek: number;
    readonly perTask: readonly { readonly task: string; readonly p50: number; readonly p80: number; readonly p95: number }[];
    readonly weeks: readonly { readonly week: number; readonly tasks: readonly string[]; readonly percent: number }[];
  };
  readonly criticalPath: readonly string[];
  /** Tasks left out and why (done, dropped, in a dependency cycle, blocked by one left out). */
  readonly excluded: readonly { readonly task: string; readonly reason: string }[];
}
