import type { AgentClass } from "../../core/plan.ts";
import type { Task } from "../../core/task.ts";
import { compareIds } from "../../tasks/merge.ts";
import { type Planning, TICKS_PER_HOUR } from "../schedule/planning.ts";
import { projectOf } from "../schedule/project-of.ts";
import type { Activity, Project } from "../search/project.ts";
import { type ImproveOptions, improveList } from "./improve-list.ts";

/** A task that holds its paths now. */
export interface TaskUnderWay {
  readonly task: string;
  /** The class of the agent that works on it; null once its agent is free again and it only waits to land. */
  readonly agentClass: string | null;
  /** Expected hours until its agent, or what it holds, is free: E[remaining | elapsed] of the duration model. */
  readonly hoursLeft: number;
}

export interface Replanned {
  /** The open tasks in the order in which they are taken up from now on. */
  readonly order: readonly string[];
  /** Share of the expected weighted completion that it saves; 0 when the order stays. */
  readonly gain: number;
}

/**
 * The order of the open tasks from now on: tasks under way go on for what they are expected to need, and the list changes
 * only for a clearly better one. Pure: the same planning, tasks under way and seed have the same result.
 * @param planning the tasks under way and the open ones, the open ones in their present order; what they depend on beyond
 *   these is done. Hours may be of any size: minutes and weeks are searched with the same care.
 * @throws SignalboxError `bad-input` for tasks that wait for each other in a circle.
 */
export function replan(planning: Planning, underWay: readonly TaskUnderWay[], options: ImproveOptions = {}): Replanned {
  const going = new Map(underWay.map((one) => [one.task, one]));
  const running = planning.tasks.filter(({ id }) => going.has(id)).sort((a, b) => compareIds(a.id, b.id));
  const open = planning.tasks.filter(({ id }) => !going.has(id));
  if (open.length < 2) return { order: open.map(({ id }) => id), gain: 0 };
  const project = projectUnderWay({ ...planning, tasks: [...running, ...open] }, open, going);
  const { list, gain } = improveList(
    project,
    open.map((_, place) => running.length + place),
    options,
  );
  return { order: list.flatMap((number) => open[number - running.length]?.id ?? []), gain };
}

/** Ticks of the middle task: fine enough to tell tasks apart, coarse enough for the search. */
const MIDDLE_TICKS = 20;
/** What takes so much longer than the middle task may as well take for ever. */
const MIDDLES_MAX = 1_000;

function projectUnderWay(planning: Planning, open: readonly Task[], going: ReadonlyMap<string, TaskUnderWay>): Project {
  const { tasks, classes, primary } = planning;
  const fastest = (task: Task) => Math.min(...classes.map((agentClass) => planning.hoursOf(task, agentClass)));
  const middle = Math.max(Number.MIN_VALUE, open.map(fastest).sort((a, b) => a - b)[open.length >> 1] ?? 1);
  const scaled = (hours: number) => (Math.min(hours, MIDDLES_MAX * middle) / middle) * (MIDDLE_TICKS / TICKS_PER_HOUR);
  const hoursOf = (task: Task, agentClass: AgentClass) => scaled(planning.hoursOf(task, agentClass));
  // The primary is no longer what the others are planned around, as it is in a plan, but the most urgent of them.
  const project = projectOf({ ...planning, hoursOf, primary: null });
  const weightOfAll = project.activities.reduce((sum, { weight }) => sum + weight, 0);
  const activities = project.activities.map((activity, number): Activity => {
    const { id = "" } = tasks[number] ?? {};
    const one = going.get(id);
    if (one === undefined) return id === primary ? { ...activity, weight: 2 * weightOfAll } : activity;
    const ticksLeft = Math.ceil(scaled(Math.max(0, one.hoursLeft)) * TICKS_PER_HOUR);
    const mode = classes.findIndex(({ name }) => name === one.agentClass);
    const demand = mode !== -1 || planning.graph.alone(id) !== undefined ? activity.modes[Math.max(0, mode)]?.demand : undefined;
    const held = { ticks: ticksLeft, demand: demand ?? classes.map(() => 0), cost: 0 };
    // Its end is no choice any more, so it counts for nothing.
    return { modes: [held], weight: 0, predecessors: [], running: { mode: 0, ticksLeft } };
  });
  return { ...project, activities };
}
