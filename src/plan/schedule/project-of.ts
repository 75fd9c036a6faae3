import type { Task } from "../../core/task.ts";
import type { Activity, Project } from "../search/project.ts";
import { type Planning, predecessorsOf, ticksOf, weightOf as weightByPriority } from "./planning.ts";

/** Bringing two changes of the same lines together takes this share of the smaller task, within limits. An estimate. */
const REWORK_SHARE = 0.25;
const REWORK_TICKS_MIN = 2;
const REWORK_TICKS_MAX = 32;

/**
 * The plan as numbers for the search: a mode for each class of agents, a pair for each hard conflict, a price for each risk.
 * A task that runs alone occupies all agents. A primary that can start at once does so, in its fastest class; one that waits
 * for something weighs twice what all others do together.
 */
export function projectOf(planning: Planning): Project {
  const { tasks, classes, graph, primary, weightOf = weightByPriority } = planning;
  const numbers = new Map(tasks.map(({ id }, number) => [id, number]));
  const predecessors = predecessorsOf(tasks);
  const capacities = classes.map(({ capacity }) => capacity);
  const isAlone = tasks.map(({ id }) => graph.alone(id) !== undefined);
  const weightOfAll = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  const startsAtOnce = primary !== null && !isAlone.includes(true) && predecessors[numbers.get(primary) ?? -1]?.length === 0;
  const activities = tasks.map((task, number): Activity => {
    const modes = classes.map((agentClass, index) => {
      const hours = planning.hoursOf(task, agentClass);
      const demand = isAlone[number] === true ? capacities : capacities.map((_, other) => (other === index ? 1 : 0));
      return { ticks: ticksOf(hours), demand, cost: hours * agentClass.costPerHour };
    });
    const activity = { modes, weight: task.id === primary ? 2 * weightOfAll : weightOf(task), predecessors: predecessors[number] ?? [] };
    if (task.id !== primary || !startsAtOnce) return activity;
    const mode = modes.reduce((best, { ticks, cost }, index) => {
      const than = modes[best];
      return than !== undefined && (ticks < than.ticks || (ticks === than.ticks && cost < than.cost)) ? index : best;
    }, 0);
    return { ...activity, running: { mode, ticksLeft: modes[mode]?.ticks ?? 0 } };
  });
  return {
    capacities,
    activities,
    exclusive: exclusivePairs(tasks, planning, numbers),
    soft: softPairs(tasks, planning, numbers, activities),
  };
}

function exclusivePairs(tasks: readonly Task[], { graph }: Planning, numbers: ReadonlyMap<string, number>): Project["exclusive"] {
  return tasks.flatMap(({ id }, number) =>
    graph.neighbours(id).flatMap((other): (readonly [number, number])[] => {
      const place = numbers.get(other);
      return place === undefined || place <= number ? [] : [[number, place]];
    }),
  );
}

function softPairs(
  tasks: readonly Task[],
  { graph, weightOf = weightByPriority }: Planning,
  numbers: ReadonlyMap<string, number>,
  activities: readonly Activity[],
): Project["soft"] {
  const shortest = (number: number) => Math.min(...(activities[number]?.modes ?? []).map(({ ticks }) => ticks));
  return graph.softPairs.flatMap(({ a, b, probability }) => {
    const [left, right] = [numbers.get(a), numbers.get(b)];
    const [one, other] = [tasks[left ?? -1], tasks[right ?? -1]];
    if (left === undefined || right === undefined || one === undefined || other === undefined) return [];
    const rework = Math.min(REWORK_TICKS_MAX, Math.max(REWORK_TICKS_MIN, REWORK_SHARE * Math.min(shortest(left), shortest(right))));
    // Which of the two lands later nobody knows: the more urgent one counts.
    return [{ a: left, b: right, cost: probability * rework * Math.max(weightOf(one), weightOf(other)) }];
  });
}
