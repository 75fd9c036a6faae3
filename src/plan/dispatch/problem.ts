/** What the dispatcher works on: tasks are numbers from 0, agent classes are numbers from 0, time is in hours. */
export interface DispatchProblem {
  /** Tasks that must be finished before each task. Free of circles. */
  readonly predecessors: readonly (readonly number[])[];
  /** Tasks that must not run beside each task; symmetric. */
  readonly conflicts: readonly (readonly number[])[];
  /** Tasks that run beside nothing, as unknown footprints and barriers do; cheaper than a conflict with everybody. */
  readonly alone?: readonly boolean[];
  /** How many agents each class has, at least one in all. */
  readonly capacities: readonly number[];
  /** Dollars per hour of each class: of two that finish equally early the cheaper one is taken. */
  readonly costs: readonly number[];
  /** Expected hours of each task in each class. What really happens is told to `runList` apart from it. */
  readonly expected: readonly (readonly number[])[];
  /** The task for which an agent is kept free until it has started; null when there is none. */
  readonly primary: number | null;
}

/**
 * The class whose agent is kept free for the primary: the one that finishes it first (tie: cheaper); -1 where there is
 * no other agent to do the other tasks.
 */
export function reservedClass(expected: readonly number[], costs: readonly number[], capacities: readonly number[]): number {
  if (capacities.reduce((sum, capacity) => sum + capacity, 0) < 2) return -1;
  let best = -1;
  for (const [index, hours] of expected.entries()) {
    const cost = hours * (costs[index] ?? 0);
    const [bestHours, bestCost] = [expected[best] ?? Infinity, (expected[best] ?? Infinity) * (costs[best] ?? 0)];
    if ((capacities[index] ?? 0) > 0 && (hours < bestHours || (hours === bestHours && cost < bestCost))) best = index;
  }
  return best;
}

/** Every task that must be finished before this one, directly or through others. */
export function ancestors(task: number, predecessors: readonly (readonly number[])[]): Set<number> {
  const found = new Set<number>();
  const open = [...(predecessors[task] ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(predecessors[next] ?? []));
  }
  return found;
}
