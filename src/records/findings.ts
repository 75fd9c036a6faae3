export const FINDING_CODES = [
  "session-of-finished-task",
  "duplicate-session",
  "task-done-and-open",
  "placeholder-id",
  "done-without-evidence",
  "session-not-renewed",
  "conflict-markers",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One defect of the records and whose it is: nobody else has to repair it, and nobody else is stopped by it (promise 9). */
export interface Finding {
  readonly code: FindingCode;
  readonly task: string | null;
  readonly session: string | null;
  /** The claim's holder, else who last touched the line, else the agent the entry names; null when nothing says. */
  readonly owner: string | null;
  readonly message: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** A finding before its owner is known; `agent` is what the entry itself says. */
export type Unowned = Omit<Finding, "owner"> & { readonly agent: string | null };
