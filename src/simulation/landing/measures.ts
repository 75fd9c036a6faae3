import { quantileIn } from "../../plan/forecast/quantile-in.ts";
import type { ChangeRecord, Outcome } from "./outcome.ts";

/** What one simulated run of a policy was worth. Minutes from submission to landed or returned, unless said otherwise. */
export interface Measures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
  /** Landed changes over the hours until the last change had ended. */
  readonly landedPerHour: number;
  /** Runs begun, short ones and cancelled ones counted like any other. */
  readonly runsPerLanding: number;
  /** The same with a short run counted as the share of a whole run that it costs. */
  readonly suitesPerLanding: number;
  /** Minutes of workers, cancelled runs up to where they were cancelled. */
  readonly workerMinutesPerLanding: number;
  /** Share of the runs that were cancelled. */
  readonly cancelledShare: number;
  /** Share of the time in which main's own tree passes. */
  readonly greenShare: number;
  /** Times at which main became broken. */
  readonly escapes: number;
  readonly landed: number;
  readonly returned: number;
  /** Returned without being bad, by itself or with what had landed or was open. */
  readonly falseRejections: number;
  /** Share of the returned changes that were to blame; 1 where none was returned. */
  readonly culpritAccuracy: number;
  /** Later changes that ended before a landed one, on average. */
  readonly overtakes: number;
  readonly unfinished: number;
}

export const MEASURES = [
  ...(["p50", "p95", "p99", "longest", "landedPerHour", "runsPerLanding", "suitesPerLanding", "workerMinutesPerLanding"] as const),
  ...(["cancelledShare", "greenShare", "escapes", "landed", "returned", "falseRejections", "culpritAccuracy", "overtakes"] as const),
  "unfinished",
] as const satisfies readonly (keyof Measures)[];

export type MeasureName = (typeof MEASURES)[number];

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];

export function measuresOf({ changes, runs, endedMs, redMs, escapes, unfinished }: Outcome, retryShare: number): Measures {
  const waits = waitsOf(changes);
  const landed = changes.filter(({ end }) => end === "landed");
  const returned = changes.filter(({ end }) => end === "returned");
  const perLanding = (count: number) => count / Math.max(1, landed.length);
  const falseRejections = returned.filter(({ isGuilty }) => !isGuilty).length;
  const lastMs = Math.max(0, ...changes.map((change) => change.endedMs));
  return {
    p50: quantileIn(waits, 0.5),
    p95: quantileIn(waits, 0.95),
    p99: quantileIn(waits, 0.99),
    longest: waits.at(-1) ?? 0,
    landedPerHour: lastMs === 0 ? 0 : landed.length / (lastMs / HOUR_MS),
    runsPerLanding: perLanding(runs.length),
    suitesPerLanding: perLanding(sum(runs.map(({ isWhole }) => (isWhole ? 1 : retryShare)))),
    workerMinutesPerLanding: perLanding(sum(runs.map((run) => (run.endedMs - run.startedMs) / MINUTE_MS))),
    cancelledShare: runs.filter(({ end }) => end === "cancelled").length / Math.max(1, runs.length),
    greenShare: endedMs === 0 ? 1 : 1 - redMs / endedMs,
    ...{ escapes, landed: landed.length, returned: returned.length, falseRejections, unfinished },
    culpritAccuracy: returned.length === 0 ? 1 : 1 - falseRejections / returned.length,
    overtakes: overtakesOf(changes) / Math.max(1, landed.length),
  };
}

/** Minutes from submitted to landed or returned, shortest first. */
export function waitsOf(changes: readonly ChangeRecord[]): Float64Array {
  return Float64Array.from(changes, ({ submittedMs, endedMs }) => (endedMs - submittedMs) / MINUTE_MS).sort();
}

/** Pairs in which the one that was submitted later ended first, and the other landed after it. */
function overtakesOf(changes: readonly ChangeRecord[]): number {
  const inOrder = [...changes].sort((a, b) => a.submittedMs - b.submittedMs);
  const passing = ({ endedMs, end }: ChangeRecord, at: number) =>
    end === "landed" ? inOrder.slice(at + 1).filter((later) => later.endedMs < endedMs).length : 0;
  return sum(inOrder.map(passing));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
