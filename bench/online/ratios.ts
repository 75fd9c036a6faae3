import { DurationLearner, type DurationModel, durationModel } from "../../src/plan/forecast/duration-model.ts";
import type { FinishedSession } from "../../src/plan/forecast/finished-session.ts";
import { DATA_SETS, openDataSet } from "../forecast/data-sets.ts";

/** The one class of agents of these simulations. */
export const AGENT = "agent";

/** How long tasks take here, and what the planner has learned of it. */
export interface Luck {
  readonly name: string;
  /** Actual over estimated time, from `u` uniform in [0, 1). */
  readonly ratio: (u: number) => number;
  readonly durations: DurationModel;
}

/**
 * Ratios of the public SiP tasks: the planner has learned from those with even numbers, the truth is drawn from those with
 * odd ones. Where the collection is not there, both are the cold-start distribution.
 */
export function luckOf(directory: string): Luck {
  const set = DATA_SETS.find(({ name }) => name === "SiP");
  const tasks = set === undefined ? null : openDataSet(set, directory);
  if (tasks === null) {
    const hour = new DurationLearner().durationOf(1, "T", AGENT);
    return { name: "cold-start distribution (SiP: skipped, not in the data directory)", ratio: hour.sample, durations: durationModel([]) };
  }
  const ratios = tasks.filter(({ id }) => id % 2 === 1).map(({ actual, estimate }) => actual / estimate);
  const history = tasks
    .filter(({ id }) => id % 2 === 0)
    .map(({ id, estimate, actual, finishedAtMs }): FinishedSession => {
      const said = { task: `T-${id}`, agentClass: AGENT, kind: "T", outcome: "done", tries: 1 } as const;
      return { ...said, estimateHours: estimate, hours: actual, finishedAtMs };
    });
  const sorted = ratios.sort((a, b) => a - b);
  const ratio = (u: number) => sorted[Math.floor(u * sorted.length)] ?? 1;
  return { name: `SiP, ${history.length} tasks learned, ${ratios.length} to draw from`, ratio, durations: durationModel(history) };
}
