import type { AgentClass } from "../../src/core/plan.ts";
import type { Task } from "../../src/core/task.ts";
import type { ConflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import { durationModel } from "../../src/plan/forecast/duration-model.ts";
import { findTimetable } from "../../src/plan/schedule/find-timetable.ts";
import type { Planning } from "../../src/plan/schedule/planning.ts";
import { slotsOf } from "../../src/plan/schedule/slots.ts";
import { AGENT } from "../online/ratios.ts";
import { replannedOrder } from "../online/replanned-order.ts";
import type { Rule } from "./dispatch.ts";

/** As `plan` and `run` go about tasks without estimates: in the plan's order, searched again whenever one has ended. */
export function ours(tasks: readonly Task[], graph: ConflictGraph, agents: number): Rule {
  const durations = durationModel([]);
  const classes: readonly AgentClass[] = [{ name: AGENT, capacity: agents, speed: 1, costPerHour: 0 }];
  const hoursOf: Planning["hoursOf"] = (task, { name }) => durations.durationOf(task, name).quantile(0.5);
  const planning: Planning = { tasks, classes, graph, primary: null, hoursOf };
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  return {
    mayRun: (a, b) => !graph.between(tasks[a]?.id ?? "", tasks[b]?.id ?? ""),
    order: slotsOf(planning, findTimetable(planning, {}).timetable).flatMap(({ task }) => numbers.get(task) ?? []),
    reorder: (open, running) => replannedOrder(planning, durations, { open, running }),
  };
}
