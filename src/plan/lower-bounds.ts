import type { LowerBounds } from "../core/plan.ts";
import type { Task } from "../core/task.ts";
import { durationOf } from "./duration-of.ts";
import { footprintOf } from "./footprint-of.ts";
import { rounded } from "./timeline.ts";

/**
 * What no schedule can beat, in agent hours: the longest chain of dependencies, all work shared evenly, and the work of all
 * tasks that write one path.
 * @param order free of circles, every task after those it depends on.
 */
export function lowerBoundsOf(order: readonly Task[], agents: number): LowerBounds {
  const chainEnd = new Map<string, number>();
  const onPath = new Map<string, number>();
  let work = 0;
  for (const task of order) {
    const hours = durationOf(task).p50;
    work += hours;
    chainEnd.set(task.id, hours + Math.max(0, ...task.dependsOn.map((id) => chainEnd.get(id) ?? 0)));
    for (const path of new Set(footprintOf(task))) onPath.set(path, (onPath.get(path) ?? 0) + hours);
  }
  const criticalPathHours = rounded(Math.max(0, ...chainEnd.values()));
  const workHours = rounded(work / agents);
  const exclusiveHours = rounded(Math.max(0, ...onPath.values()));
  return { criticalPathHours, workHours, exclusiveHours, bestHours: Math.max(criticalPathHours, workHours, exclusiveHours) };
}
