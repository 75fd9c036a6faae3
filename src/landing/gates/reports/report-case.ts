/** One test as a report's own format tells it, before it is cleaned up. */
export interface ReportCase {
  /** As written, often absolute. */
  readonly file: string | null;
  /** What tells it from others besides its file: suites, class, name. */
  readonly path: readonly string[];
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly ms: number;
}

export interface ParsedReport {
  readonly cases: readonly ReportCase[];
  /** Why it cannot be believed; null when it is whole. */
  readonly problem: string | null;
}

/** Above this a report is no report. */
export const CASES_MAX = 100_000;
/** Suites in suites. */
export const DEPTH_MAX = 200;

export function broken(problem: string): ParsedReport {
  return { cases: [], problem };
}

/** A duration as a report writes it; 0 for what is none. */
export function milliseconds(value: unknown, perUnit = 1): number {
  const ms = Number(value) * perUnit;
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
