import type { ObjectiveName } from "../../../src/plan/search/objective.ts";
import type { Project, Schedule } from "../../../src/plan/search/project.ts";

/** What a search makes small, counted anew from the words of `ObjectiveName`. */
export function worthOf({ activities, soft }: Project, { starts, ends, makespan }: Schedule, objective: ObjectiveName): number {
  const end = (index: number) => ends[index] ?? 0;
  const start = (index: number) => starts[index] ?? 0;
  const weights = activities.reduce((sum, { weight }) => sum + weight, 0);
  const weighted = activities.reduce((sum, { weight }, index) => sum + weight * end(index), 0);
  const risk = soft.reduce((sum, { a, b, cost }) => sum + (start(a) < end(b) && start(b) < end(a) ? cost : 0), 0);
  return (objective === "makespan" ? 0 : weighted) + (objective === "weighted" ? 0 : (weights || 1) * makespan) + risk;
}
