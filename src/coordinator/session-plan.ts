import type { Task } from "../core/task.ts";
import { pointOf } from "../plan/forecast/duration-model.ts";
import type { SessionPlan } from "../store/rows.ts";
import type { RunContext } from "./run-context.ts";

/** Predictions below this are not kept: they are many, and say little. */
const PROBABILITY_MIN = 0.02;
const PATHS_MAX = 200;

/** What is expected of a session that is opened now, for its score and for what later plans learn. */
export function sessionPlan(
  { predicted, durations }: Pick<RunContext, "predicted" | "durations">,
  task: Task,
  agentClass: string,
): SessionPlan {
  const footprint = predicted.get(task.id);
  const entries = footprint?.entries.filter(({ probability }) => probability >= PROBABILITY_MIN).slice(0, PATHS_MAX) ?? [];
  const takes = durations.durationOf(task, agentClass);
  return {
    agentClass,
    estimateHours: pointOf(task.effort),
    p50Hours: takes.quantile(0.5),
    p80Hours: takes.quantile(0.8),
    predicted: entries.map(({ path, probability }) => ({ path, probability })),
    unknown: footprint === undefined ? null : footprint.unknown,
  };
}
