import type { WeekForecast } from "../../core/plan.ts";
import { runsBeyond } from "./quantile-in.ts";

/** Ten years: what lies beyond is a mistake in an estimate, and no table shows it. */
const WEEKS_MAX = 520;

/**
 * Week by week, how many tasks are finished: from the first week to the one in which all are finished in four of five runs.
 * @param finishes hours by run and task, `finishes[run][task]`.
 * @param medians the median finish of each task, in hours.
 * @param lastHours when all are finished in four of five runs.
 */
export function weeksOf(
  tasks: readonly string[],
  finishes: readonly Float64Array[],
  medians: readonly number[],
  lastHours: number,
  hoursPerWeek: number,
): readonly WeekForecast[] {
  const weekOf = (hours: number) => Math.max(1, Math.ceil(hours / hoursPerWeek));
  const count = Math.min(WEEKS_MAX, tasks.length === 0 ? 0 : Math.max(...medians.map(weekOf), weekOf(lastHours)));
  const done = doneByWeek(finishes, count, weekOf);
  const tasksOf: string[][] = Array.from({ length: count }, () => []);
  for (const [at, task] of tasks.entries()) tasksOf[weekOf(medians[at] ?? 0) - 1]?.push(task);
  let finished = 0;
  return tasksOf.map((ofWeek, index) => {
    finished += ofWeek.length;
    const sorted = done[index] ?? new Float64Array(0);
    const atLeast = (probability: number) => sorted[runsBeyond(sorted.length, probability)] ?? 0;
    return {
      week: index + 1,
      tasks: ofWeek,
      percent: Math.round((100 * finished) / tasks.length),
      p80Done: atLeast(0.8),
      p50Done: atLeast(0.5),
      p20Done: atLeast(0.2),
    };
  });
}

/** How many tasks are finished by the end of each week, sorted over the runs. */
function doneByWeek(finishes: readonly Float64Array[], weeks: number, weekOf: (hours: number) => number): readonly Float64Array[] {
  const done = Array.from({ length: weeks }, () => new Float64Array(finishes.length));
  for (const [run, hours] of finishes.entries()) {
    const inWeek = new Float64Array(weeks);
    for (const hour of hours) {
      const week = weekOf(hour) - 1;
      if (week < weeks) inWeek[week] = (inWeek[week] ?? 0) + 1;
    }
    let sum = 0;
    for (const [week, sorted] of done.entries()) {
      sum += inWeek[week] ?? 0;
      sorted[run] = sum;
    }
  }
  for (const sorted of done) sorted.sort();
  return done;
}
