import { lowerBounds } from "../search/lower-bounds.ts";
import type { Activity, Bounds } from "../search/project.ts";
import { searchSchedule } from "../search/search-schedule.ts";
import { listSchedule } from "./list-schedule.ts";
import { type Planning, type Timetable, ticksOf } from "./planning.ts";
import { projectOf } from "./project-of.ts";

export interface FoundTimetable {
  readonly timetable: Timetable;
  /** Schedules tried. */
  readonly evaluations: number;
  readonly seed: number;
  /** In ticks. */
  readonly bounds: Bounds;
  /** What the plan's owner should know about how it was found, or null. */
  readonly note: string | null;
}

export interface SearchBudget {
  /** Schedules to try at most; left out: what takes about a second. 0: none, one pass of list scheduling. */
  readonly evaluations?: number;
  readonly seed?: number;
}

/** Larger plans get one pass of list scheduling: a search within seconds would hardly leave its beginning. */
const SEARCHED_TASKS_MAX = 1000;
const SEARCHED_PAIRS_MAX = 200_000;
const EVALUATIONS_MAX = 20_000;
/** Small plans are solved long before. */
const EVALUATIONS_PER_TASK = 250;
/** Tasks times schedules that take about a second. */
const EVALUATED_TASKS = 1_500_000;

/** When each task runs and with whom: searched within the budget, from the list on; reproducible by the seed. */
export function findTimetable(planning: Planning, { evaluations, seed = 1 }: SearchBudget): FoundTimetable {
  const { tasks, graph } = planning;
  const isLarge = tasks.length > SEARCHED_TASKS_MAX || graph.hardPairs > SEARCHED_PAIRS_MAX;
  const budget = evaluations ?? (isLarge ? 0 : budgetOf(tasks.length));
  if (budget < 1 || tasks.length === 0) {
    const timetable = listSchedule(planning);
    const why = isLarge
      ? `${tasks.length} tasks with ${graph.hardPairs} conflicts are too many to search for a better one`
      : "no search was asked for";
    const note = tasks.length === 0 ? null : `the schedule is one pass of list scheduling: ${why}`;
    return { timetable, evaluations: tasks.length === 0 ? 0 : 1, seed, bounds: simpleBounds(planning), note };
  }
  const project = projectOf(planning);
  const warmStart = { list: tasks.map((_, number) => number), modes: tasks.map(() => -1) };
  const asWished = { ...project, activities: withTwinsInOrder(project.activities, planning) };
  const found = searchSchedule(asWished, { objective: "balanced", evaluations: budget, seed, warmStart });
  // That the primary starts at once, and twins in order, is our wish, no law: it must not raise a bound.
  const isWished = graph.twinPairs.length > 0 || project.activities.some(({ running }) => running !== undefined);
  const activities = project.activities.map(({ running: _, ...activity }) => activity);
  const paired = isWished ? lowerBounds({ ...project, activities }) : found.bounds;
  const exclusive = Math.max(paired.exclusive, aloneTicks(planning));
  const bounds = { ...paired, exclusive, best: Math.max(paired.best, exclusive) };
  const { starts, ends, modes } = found.schedule;
  return { timetable: { starts, ends, classes: modes }, evaluations: found.evaluations, seed, bounds, note: null };
}

/** The second of two twins ends as done by the first: which of them that is shall be the list's choice, not that of a guess. */
function withTwinsInOrder(activities: readonly Activity[], { tasks, graph }: Planning): readonly Activity[] {
  const places = new Map(tasks.map(({ id }, place) => [id, place]));
  const before = new Map<number, number[]>();
  for (const { a, b } of graph.twinPairs) {
    const [first = 0, second = 0] = [places.get(a) ?? 0, places.get(b) ?? 0].sort((one, other) => one - other);
    before.set(second, [...(before.get(second) ?? []), first]);
  }
  return activities.map((activity, place) => {
    const twins = before.get(place);
    return twins === undefined ? activity : { ...activity, predecessors: [...new Set([...activity.predecessors, ...twins])] };
  });
}

/** Tasks that run alone run one after the other. */
function aloneTicks({ tasks, graph, classes, hoursOf }: Planning): number {
  const alone = tasks.filter(({ id }) => graph.alone(id) !== undefined);
  return alone.reduce((sum, task) => sum + Math.min(...classes.map((agentClass) => ticksOf(hoursOf(task, agentClass)))), 0);
}

function budgetOf(tasks: number): number {
  return Math.min(EVALUATIONS_MAX, EVALUATIONS_PER_TASK * tasks, Math.floor(EVALUATED_TASKS / Math.max(1, tasks)));
}

/** Bounds that need no pairs: chains of dependencies, all work, and the work of each hot file. */
function simpleBounds(planning: Planning): Bounds {
  const { tasks, classes, graph, hoursOf } = planning;
  const agents = classes.reduce((sum, { capacity }) => sum + capacity, 0);
  const chains = new Map<string, number>();
  const fastest = new Map(tasks.map((task) => [task.id, Math.min(...classes.map((agentClass) => ticksOf(hoursOf(task, agentClass))))]));
  const alone = aloneTicks(planning);
  let [work, criticalPath] = [0, 0];
  for (const { id, dependsOn } of tasks) {
    const ticks = fastest.get(id) ?? 0;
    const chain = ticks + dependsOn.reduce((longest, other) => Math.max(longest, chains.get(other) ?? 0), 0);
    chains.set(id, chain);
    criticalPath = Math.max(criticalPath, chain);
    work += ticks;
  }
  // No two of a set of which each pair conflicts run at once, nor beside a task that runs alone.
  const cliques = graph.hotFiles.map((hot) => cliqueTicks(hot.tasks, graph, fastest));
  const exclusive = alone + Math.max(0, ...cliques);
  const shared = alone + Math.ceil((work - alone) / agents);
  return { criticalPath, work: shared, exclusive, best: Math.max(criticalPath, shared, exclusive) };
}

/** The work of tasks taken greedily, longest first, as long as each conflicts with all taken before. */
function cliqueTicks(ids: readonly string[], graph: Planning["graph"], ticks: ReadonlyMap<string, number>): number {
  const clique: string[] = [];
  let sum = 0;
  const sorted = ids
    .filter((id) => ticks.has(id) && graph.alone(id) === undefined)
    .sort((a, b) => (ticks.get(b) ?? 0) - (ticks.get(a) ?? 0));
  for (const id of sorted) {
    if (clique.length >= CLIQUE_MAX || !clique.every((other) => graph.between(id, other))) continue;
    clique.push(id);
    sum += ticks.get(id) ?? 0;
  }
  return sum;
}

/** A lower bound stays one when it leaves tasks out. */
const CLIQUE_MAX = 2000;
