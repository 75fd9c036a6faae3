import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflicts/conflict-graph.ts";

/**
 * Sets of tasks that may run side by side, at most `agents` in each. A task stands after all it depends on and after every
 * conflicting task that the schedule starts before it, in the first wave that has room.
 * @param order the tasks as the schedule starts them.
 */
export function wavesOf(order: readonly Task[], graph: ConflictGraph, agents: number): string[][] {
  const waves: string[][] = [];
  const waveOf = new Map<string, number>();
  // What comes after a task that runs alone stays behind it.
  let first = 0;
  for (const { id, dependsOn } of order) {
    const isAlone = graph.alone(id) !== undefined;
    let wave = isAlone ? waves.length : first;
    for (const other of [...dependsOn, ...graph.neighbours(id)]) wave = Math.max(wave, (waveOf.get(other) ?? -1) + 1);
    while ((waves[wave]?.length ?? 0) >= agents) wave++;
    while (waves.length <= wave) waves.push([]);
    waves[wave]?.push(id);
    waveOf.set(id, wave);
    if (isAlone) first = wave + 1;
  }
  return waves;
}
