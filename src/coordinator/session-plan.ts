import type { Task } from "../core/task.ts";
import type { SessionPlan } from "../store/rows.ts";
import type { RunContext } from "./run-context.ts";

/** Predictions below this are not kept: they are many, and say little. */
const PROBABILITY_MIN = 0.02;
const PATHS_MAX = 200;

/** What is expected of a session that is opened now, for its score and for what later plans learn. */
export function sessionPlan({ predicted }: Pick<RunContext, "predicted">, task: Task, agentClass: string): SessionPlan {
  const footprint = predicted.get(task.id);
  const entries = footprint?.entries.filter(({ probability }) => probability >= PROBABILITY_MIN).slice(0, PATHS_MAX) ?? [];
  return {
    agentClass,
    estimateHours: estimateOf(task),
    p50Hours: null,
    p80Hours: null,
    predicted: entries.map(({ path, probability }) => ({ path, probability })),
    unknown: footprint === undefined ? null : footprint.unknown,
  };
}

/** One number for a range of human hours: its geometric mean, as the sizes of tasks are spread. */
function estimateOf({ effort }: Task): number | null {
  return effort === null ? null : Math.sqrt(effort.minHours * effort.maxHours);
}
