import { seededRandom } from "../../src/core/seeded-random.ts";
import type { Task } from "../../src/core/task.ts";
import type { ConflictGraph } from "../../src/plan/conflicts/conflict-graph.ts";
import type { DurationModel } from "../../src/plan/forecast/duration-model.ts";
import { listOrder } from "../../src/plan/list-order.ts";
import { findTimetable } from "../../src/plan/schedule/find-timetable.ts";
import type { Planning, Timetable } from "../../src/plan/schedule/planning.ts";
import { slotsOf } from "../../src/plan/schedule/slots.ts";
import { type Instance, idOf, neighboursOf, numberOf, type Pair, pairsOf } from "./instance.ts";
import type { Moment, Policy } from "./play.ts";
import { AGENT } from "./ratios.ts";
import { replannedOrder } from "./replanned-order.ts";

export interface Budget {
  /** Schedules of a plan and of a replan. */
  readonly plan: number;
  readonly replan: number;
}

/** The tasks in a random order, by priority alone, and by weight over expected hours. */
export function simpleLists({ seed, tasks, weights }: Instance, durations: DurationModel) {
  const random = seededRandom(seed + 1);
  const numbers = [...tasks.keys()];
  const by = (value: (task: number) => number) => {
    const values = numbers.map(value);
    return numbers.toSorted((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  };
  const hours = tasks.map((task) => durations.durationOf(task, AGENT).meanHours);
  return {
    random: by(() => random.fraction()),
    priority: by((task) => weights[task] ?? 0),
    wspt: by((task) => (weights[task] ?? 0) / (hours[task] ?? 1)),
  };
}

/** The plan `makePlan` would make, as the list that a run executes and as a timetable by task number. */
export function planOf(instance: Instance, durations: DurationModel, known: Policy["known"], { plan }: Budget) {
  const medianHours: Planning["hoursOf"] = (task, { name }) => durations.durationOf(task, name).quantile(0.5);
  const classes = classesOf(instance);
  const list = listOrder(instance.tasks, null, (task) => durations.durationOf(task, AGENT).quantile(0.5));
  const graph = graphOf(instance, pairsOf(known));
  const planning: Planning = { tasks: list, classes, graph, primary: null, hoursOf: medianHours, weightOf: weightsOf(instance) };
  const { timetable } = findTimetable(planning, { evaluations: plan, seed: instance.seed });
  const byNumber = (values: Timetable["starts"]) => instance.tasks.map((task) => values[list.indexOf(task)] ?? 0);
  return {
    list: slotsOf(planning, timetable).map(({ task }) => numberOf(task)),
    schedule: { starts: byNumber(timetable.starts), ends: byNumber(timetable.ends) },
  };
}

/** The list replanned at every event, by the function the coordinator calls. */
export function replanned(instance: Instance, durations: DurationModel, start: Pick<Policy, "list" | "known">, budget: Budget): Policy {
  const durationOf = (task: number) => {
    const known = instance.tasks[task];
    if (known === undefined) throw new Error(`expected a task, got \`${task}\``);
    return durations.durationOf(known, AGENT);
  };
  const hoursOf: Planning["hoursOf"] = (task, { name }) => durations.durationOf(task, name).quantile(0.5);
  return {
    ...start,
    lateAfter: (task) => durationOf(task).quantile(0.8),
    replan: ({ open, running, conflicts }: Moment) => {
      const [classes, graph, weightOf] = [classesOf(instance), graphOf(instance, conflicts), weightsOf(instance)];
      const planning: Planning = { tasks: instance.tasks, classes, graph, primary: null, hoursOf, weightOf };
      return replannedOrder(planning, durations, { open, running }, { seed: instance.seed, evaluations: budget.replan });
    },
  };
}

function classesOf({ size }: Instance): Planning["classes"] {
  return [{ name: AGENT, capacity: size.agents, speed: 1, costPerHour: 0 }];
}

function weightsOf({ weights }: Instance): (task: Task) => number {
  return ({ id }) => weights[numberOf(id)] ?? 0;
}

/** The conflicts known so far, as the plan's graph has them. */
function graphOf({ tasks }: Instance, pairs: readonly Pair[]): ConflictGraph {
  const rows = neighboursOf(tasks.length, pairs).map((row) => row.map(idOf));
  const neighbours = (id: string) => rows[numberOf(id)] ?? [];
  return {
    ...{ neighbours, alone: () => undefined, between: (a, b) => neighbours(a).includes(b), conflict: () => undefined },
    ...{ hardPairs: pairs.length, softPairs: [], twinPairs: [], hotFiles: [] },
  };
}
