import { seededRandom } from "../../src/core/seeded-random.ts";
import type { Activity, Project, Schedule } from "../../src/plan/search/project.ts";

interface Size {
  readonly tasks: number;
  /** How many agents each class has. */
  readonly classes: readonly number[];
  readonly seed: number;
}

/**
 * Tasks of 1 to 10 hours in ticks of a quarter, weights 1 to 5, each writing 1 to 3 of as many files as there are tasks (a
 * few of them often), every third with up to two predecessors; the second agent class and every further one is slower.
 */
export function generateProject({ tasks, classes, seed }: Size): Project {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random.fraction() * below);
  const files = Array.from({ length: tasks }, () => new Set(Array.from({ length: 1 + pick(3) }, () => pick(1 + pick(tasks)))));
  const activities: Activity[] = files.map((_, task) => {
    const ticks = 4 + pick(37);
    const predecessors = task > 0 && pick(3) === 0 ? [...new Set([pick(task), pick(task)])] : [];
    const modes = classes.map((_, own) => ({
      ticks: Math.ceil(ticks * (1 + own * (0.2 + random.fraction()))),
      demand: classes.map((_, other) => (other === own ? 1 : 0)),
      cost: own === 0 ? 2 : 1,
    }));
    return { modes, weight: 1 + pick(5), predecessors };
  });
  const exclusive: [number, number][] = [];
  for (let a = 0; a < tasks; a++) {
    for (let b = 0; b < a; b++) if (files[a]?.isDisjointFrom(files[b] ?? new Set()) === false) exclusive.push([a, b]);
  }
  return { capacities: classes, activities, exclusive, soft: [] };
}

/** What is left of a project at a moment of its schedule: finished activities are gone, started ones are running. */
export function runningAt(project: Project, schedule: Schedule, now: number) {
  const kept = [...project.activities.keys()].filter((task) => (schedule.ends[task] ?? 0) > now);
  const index = new Map(kept.map((task, at) => [task, at]));
  const left = (task: number) => index.get(task) ?? [];
  const activities = kept.flatMap((task): Activity[] => {
    const activity = project.activities[task];
    if (activity === undefined) return [];
    const rest = { ...activity, predecessors: activity.predecessors.flatMap(left) };
    const isRunning = (schedule.starts[task] ?? 0) < now;
    return [isRunning ? { ...rest, running: { mode: schedule.modes[task] ?? 0, ticksLeft: (schedule.ends[task] ?? 0) - now } } : rest];
  });
  const exclusive = project.exclusive.flatMap(([a, b]) => {
    const pair = [index.get(a), index.get(b)];
    return pair[0] === undefined || pair[1] === undefined ? [] : [[pair[0], pair[1]] as const];
  });
  return { project: { capacities: project.capacities, activities, exclusive, soft: [] }, kept, index };
}
