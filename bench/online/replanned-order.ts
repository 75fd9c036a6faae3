import type { DurationModel } from "../../src/plan/forecast/duration-model.ts";
import { replan } from "../../src/plan/replan/replan.ts";
import type { Planning } from "../../src/plan/schedule/planning.ts";
import type { Moment } from "./play.ts";

/**
 * The order of the open tasks from now on, by the function the coordinator calls; tasks are their numbers in `planning`.
 * @param planning with one class of agents
 */
export function replannedOrder(
  planning: Planning,
  durations: DurationModel,
  { open, running }: Pick<Moment, "open" | "running">,
  options: Parameters<typeof replan>[2] = {},
): readonly number[] {
  const agentClass = planning.classes[0]?.name ?? "";
  const underWay = running.flatMap(({ task, elapsedHours }) => {
    const known = planning.tasks[task];
    return known === undefined
      ? []
      : { task: known.id, agentClass, hoursLeft: durations.durationOf(known, agentClass).meanLeft(elapsedHours) };
  });
  const tasks = [...running.map(({ task }) => task), ...open].flatMap((task) => planning.tasks[task] ?? []);
  const numbers = new Map(planning.tasks.map(({ id }, number) => [id, number]));
  return replan({ ...planning, tasks }, underWay, options).order.flatMap((id) => numbers.get(id) ?? []);
}
