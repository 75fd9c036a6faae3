import type { Timeline } from "../../core/plan.ts";
import { drawAt } from "./draws.ts";
import type { FinishedSession } from "./finished-session.ts";
import { bands } from "./quantile-in.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
/** Older weeks say little about the pace now. */
const WEEKS_MAX = 12;
/** One week is no pace. */
const WEEKS_MIN = 2;
/** A pace that would take longer is no forecast. */
const FORECAST_WEEKS_MAX = 520;
const DISAGREEMENT = 0.25;

/**
 * A second forecast, from nothing but the tasks this repository finished in each of its last 12 weeks: future weeks are drawn
 * from them. It knows no estimates, conflicts or agents, but all that keeps people from starting them.
 * @param tasks how many are still to be done.
 * @param medianHours the first forecast's median finish, to compare with.
 * @returns null before two weeks have been seen. A calendar week is `hoursPerWeek` hours.
 */
export function throughputForecast(
  history: readonly FinishedSession[],
  tasks: number,
  medianHours: number,
  { hoursPerWeek, runs, seed }: { readonly hoursPerWeek: number; readonly runs: number; readonly seed: number },
): Timeline["throughput"] {
  const weeks = completionsByWeek(history);
  if (tasks === 0 || weeks.length < WEEKS_MIN) return null;
  const finishes = Float64Array.from({ length: runs }, (_, run) => {
    let left = tasks;
    for (let week = 0; week < FORECAST_WEEKS_MAX; week++) {
      const done = weeks[Math.floor(drawAt(seed, run, week) * weeks.length)] ?? 0;
      if (done >= left) return (week + left / done) * hoursPerWeek;
      left -= done;
    }
    return FORECAST_WEEKS_MAX * hoursPerWeek;
  }).sort();
  const finish = bands(finishes);
  return { finish, disagrees: Math.abs(finish.p50 - medianHours) > DISAGREEMENT * medianHours, weeksSeen: weeks.length };
}

/** Tasks finished in each whole week before the last finish, the latest first; none before the first finish. */
function completionsByWeek(history: readonly FinishedSession[]): readonly number[] {
  const times = history.filter(({ outcome }) => outcome === "done").map(({ finishedAtMs }) => finishedAtMs);
  const finite = times.filter((time) => Number.isFinite(time));
  const last = finite.reduce((latest, time) => Math.max(latest, time), -Infinity);
  const first = finite.reduce((earliest, time) => Math.min(earliest, time), Infinity);
  if (finite.length === 0) return [];
  const weeks = Array.from({ length: Math.min(WEEKS_MAX, Math.floor((last - first) / WEEK_MS)) }, () => 0);
  for (const time of finite) {
    const week = Math.floor((last - time) / WEEK_MS);
    if (week < weeks.length) weeks[week] = (weeks[week] ?? 0) + 1;
  }
  return weeks;
}
