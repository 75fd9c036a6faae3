import type { Task } from "../core/task.ts";
import type { ConflictGraph } from "./conflict-graph.ts";

/**
 * Sets of tasks that may run side by side, at most `agents` in each: every task stands in the first wave after all it
 * depends on that has room and nothing it conflicts with.
 */
export function wavesOf(order: readonly Task[], graph: ConflictGraph, agents: number): string[][] {
  const waves: string[][] = [];
  const waveOf = new Map<string, number>();
  for (const task of order) {
    const earliest = Math.max(0, ...task.dependsOn.map((id) => (waveOf.get(id) ?? -1) + 1));
    const fits = (wave: readonly string[]) => wave.length < agents && !wave.some((other) => graph.between(task.id, other));
    const found = waves.findIndex((wave, index) => index >= earliest && fits(wave));
    const index = found === -1 ? waves.push([]) - 1 : found;
    waves[index]?.push(task.id);
    waveOf.set(task.id, index);
  }
  return waves;
}
