import type { Project } from "../../src/plan/search/project.ts";
import { searchSchedule } from "../../src/plan/search/search-schedule.ts";
import { type Instance, pairsOf } from "./instance.ts";
import { REDO_WAIT_HOURS } from "./play.ts";

/** Three minutes: finer than any difference that matters. */
const TICKS_PER_HOUR = 20;

interface Result {
  readonly weighted: number;
  readonly makespan: number;
}

/**
 * The schedule a search finds that knows in advance how long each task takes with all its tries, and every file it writes:
 * the same search as ours, by weighted completion. One schedule is the yardstick for both measures; `shortest` is the
 * makespan of a second one, which looks at nothing else.
 */
export function clairvoyant(instance: Instance, evaluations: number): Result & { readonly shortest: number } {
  const { size, seed, weights, predecessors, files } = instance;
  const activities = hoursOf(instance).map((hours, task) => ({
    modes: [{ ticks: Math.max(1, Math.round(hours * TICKS_PER_HOUR)), demand: [1], cost: 0 }],
    weight: weights[task] ?? 0,
    predecessors: predecessors[task] ?? [],
  }));
  const project: Project = { capacities: [size.agents], activities, exclusive: pairsOf(files), soft: [] };
  const best = searchSchedule(project, { objective: "weighted", evaluations, seed });
  const shortest = searchSchedule(project, { objective: "makespan", evaluations, seed });
  return {
    weighted: best.value / TICKS_PER_HOUR,
    makespan: best.schedule.makespan / TICKS_PER_HOUR,
    shortest: shortest.schedule.makespan / TICKS_PER_HOUR,
  };
}

/**
 * A plan carried out to the letter: each agent its own tasks in their order, failed ones again at once, and of two that
 * conflict the one planned first. Files nobody predicted cost it nothing.
 */
export function rigid(instance: Instance, schedule: { readonly starts: readonly number[]; readonly ends: readonly number[] }): Result {
  const { size, predecessors, predicted, weights } = instance;
  const hours = hoursOf(instance);
  const startOf = (task: number) => schedule.starts[task] ?? 0;
  const agents = Array.from({ length: size.agents }, () => ({ planned: 0, free: 0 }));
  const finishes = new Map<number, number>();
  for (const task of [...schedule.starts.keys()].sort((a, b) => startOf(a) - startOf(b) || a - b)) {
    const agent = agents.find(({ planned }) => planned <= startOf(task));
    if (agent === undefined) throw new Error("expected an agent for every task of a schedule");
    const clash = [...finishes.keys()].filter((other) => predicted[task]?.isDisjointFrom(predicted[other] ?? new Set()) === false);
    const before = [...(predecessors[task] ?? []), ...clash].map((other) => finishes.get(other) ?? 0);
    agent.free = Math.max(agent.free, ...before) + (hours[task] ?? 0);
    agent.planned = schedule.ends[task] ?? 0;
    finishes.set(task, agent.free);
  }
  const weighted = [...finishes].reduce((sum, [task, at]) => sum + at * (weights[task] ?? 0), 0);
  return { weighted, makespan: Math.max(...finishes.values()) };
}

/** Of all tries of each task together. */
function hoursOf({ tries }: Instance): readonly number[] {
  return tries.map((each) => each.reduce((sum, hours) => sum + hours, 0) + REDO_WAIT_HOURS * (each.length - 1));
}
