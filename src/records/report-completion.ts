import type { TaskRow } from "./report-tasks.ts";
import type { RunSpan } from "./report-time.ts";

/** Tasks done in one hour or week of a run, and how much of the run was done at its end. */
export interface Period {
  /** 1 is the first. */
  readonly number: number;
  readonly startMs: number;
  readonly tasks: readonly string[];
  /** In [0, 100]. */
  readonly percentDone: number;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const SHORT_RUN_HOURS = 48;
const PERIODS_MAX = 1_000;

export function completionByWeek(tasks: readonly TaskRow[], span: RunSpan): Period[] {
  return periods(tasks, span, WEEK_MS);
}

/** Empty for a run of more than two days. */
export function completionByHour(tasks: readonly TaskRow[], span: RunSpan): Period[] {
  return span.elapsedMs <= SHORT_RUN_HOURS * HOUR_MS ? periods(tasks, span, HOUR_MS) : [];
}

function periods(tasks: readonly TaskRow[], { startedMs, elapsedMs }: RunSpan, lengthMs: number): Period[] {
  const done = tasks.flatMap(({ task, doneMs }) => (doneMs === null ? [] : [{ task, doneMs }])).toSorted((a, b) => a.doneMs - b.doneMs);
  const count = Math.min(PERIODS_MAX, Math.floor(elapsedMs / lengthMs) + 1);
  // Everything else goes into the first and last period, so that no task is missing whatever the clock did.
  const indexOf = (atMs: number) => Math.min(count - 1, Math.max(0, Math.floor((atMs - startedMs) / lengthMs)));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    startMs: startedMs + index * lengthMs,
    tasks: done.filter(({ doneMs }) => indexOf(doneMs) === index).map(({ task }) => task),
    percentDone: percent(done.filter(({ doneMs }) => indexOf(doneMs) <= index).length, tasks.length),
  }));
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole);
}
