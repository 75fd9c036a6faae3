import type { Footprint } from "../core/footprint.ts";
import type { AgentClass, Plan } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { conflictsOf, risksOf } from "./conflict-lists.ts";
import { conflictGraph } from "./conflicts/conflict-graph.ts";
import { twinGroups } from "./conflicts/twins.ts";
import type { FinishedSession } from "./forecast/finished-session.ts";
import { forecastTimeline } from "./forecast/forecast-timeline.ts";
import type { RunningTask } from "./forecast/simulate.ts";
import { durationsNow } from "./forecast/under-way.ts";
import { listOrder } from "./list-order.ts";
import { aloneNotes, runningNotes } from "./notes.ts";
import { classesOf } from "./schedule/agent-classes.ts";
import { criticalPathOf } from "./schedule/critical-path.ts";
import { findTimetable } from "./schedule/find-timetable.ts";
import { type Planning, TICKS_PER_HOUR } from "./schedule/planning.ts";
import { slotsOf } from "./schedule/slots.ts";
import { selectTasks } from "./select-tasks.ts";
import { soundTasks } from "./sound-tasks.ts";
import { wavesOf } from "./waves.ts";

export interface PlanOptions {
  /** How many agents work at once, at least 1, or the classes they come in. */
  readonly agents: number | readonly AgentClass[];
  /** The long task the others are planned around, or null. */
  readonly primary: string | null;
  /** Plan these tasks only; what they depend on must be done or among them. */
  readonly only?: readonly string[];
  /** Predictions by task; what a task declares stands for one that is missing. */
  readonly footprints?: ReadonlyMap<string, Footprint>;
  /** The owner's words by task, to find twins by. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Patterns of the files Signalbox keeps itself, which never make a conflict; the usual ones when missing. */
  readonly bookkeeping?: readonly string[];
  /** Finished sessions of this repository: how long tasks really take. */
  readonly history?: readonly FinishedSession[];
  /** What is being worked on: the forecast counts what is left of it. */
  readonly running?: readonly RunningTask[];
  /** A moment somebody asks about, in agent hours from now, and the date it stands for. */
  readonly doneBy?: { readonly hours: number; readonly date: string | null };
  /** Of the search and of the forecast; left out: 1. */
  readonly seed?: number;
  /** Schedules to try; left out: about a second's worth; 0: none but the first. */
  readonly evaluations?: number;
  /** How often the forecast plays the list; left out: about a second's worth. */
  readonly runs?: number;
}

/**
 * Plans the open tasks. Pure: the same tasks and options, in any order, give the same plan.
 * @throws SignalboxError `bad-input` when there is no agent.
 */
export function makePlan(tasks: readonly Task[], options: PlanOptions): Plan {
  const classes = classesOf(options.agents);
  const agents = classes.reduce((sum, { capacity }) => sum + capacity, 0);
  const selection = selectTasks(tasks, options.only);
  const sound = soundTasks(selection.tasks);
  const primary = sound.tasks.some(({ id }) => id === options.primary) ? options.primary : null;
  const durations = durationsNow(options.history ?? [], classes, options.running ?? [], (id) => sound.tasks.find((task) => task.id === id));
  const medianHours = (task: Task, { name }: AgentClass) => durations.durationOf(task, name).quantile(0.5);
  const shortest = (task: Task) => Math.min(...classes.map((agentClass) => medianHours(task, agentClass)));
  const list = listOrder(sound.tasks, primary, shortest);
  const graph = conflictGraph(list, options.footprints, options);
  const planning: Planning = { tasks: list, classes, graph, primary, hoursOf: medianHours };
  const { timetable, evaluations, seed, bounds, note } = findTimetable(planning, options);
  const slots = slotsOf(planning, timetable);
  const byId = new Map(list.map((task) => [task.id, task]));
  const order = slots.flatMap(({ task }) => byId.get(task) ?? []);
  const places = new Map(order.map(({ id }, place) => [id, place]));
  const conflicts = conflictsOf(order, graph);
  const timeline = forecastTimeline({ ...options, tasks: order, classes, primary, durations, meetings: graph, seed });
  const makespan = Math.max(0, ...timetable.ends);
  return {
    primary,
    agents,
    classes,
    waves: wavesOf(order, graph, agents),
    schedule: slots.map(({ after: _, ...slot }) => slot),
    order: order.map(({ id }) => id),
    conflicts: conflicts.conflicts,
    risks: risksOf(slots, graph),
    twins: twinGroups(graph.twinPairs, (a, b) => (places.get(a) ?? 0) < (places.get(b) ?? 0)),
    hotFiles: graph.hotFiles,
    notes: [
      ...(options.primary === null || primary !== null ? [] : [noPrimary(options.primary, selection.excluded)]),
      ...sound.notes,
      ...runningNotes(options.running ?? [], (id) => byId.has(id)),
      ...aloneNotes(slots, graph),
      ...[conflicts.note, note].filter((each) => each !== null),
    ],
    lowerBounds: {
      criticalPathHours: bounds.criticalPath / TICKS_PER_HOUR,
      workHours: bounds.work / TICKS_PER_HOUR,
      exclusiveHours: bounds.exclusive / TICKS_PER_HOUR,
      bestHours: bounds.best / TICKS_PER_HOUR,
    },
    search: { seed, evaluations, proven: makespan <= bounds.best, makespanHours: makespan / TICKS_PER_HOUR },
    timeline,
    criticalPath: criticalPathOf(slots, byId, graph),
    excluded: selection.excluded,
  };
}

function noPrimary(primary: string, excluded: Plan["excluded"]): string {
  const why = excluded.find(({ task }) => task === primary)?.reason ?? "it is not among the tasks";
  return `planned without a primary: ${primary} cannot be it: ${why}`;
}
