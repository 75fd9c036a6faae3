// Typed arrays are read `as number`: every index comes from a prepared project.
import { heaviestExclusive } from "./heaviest-exclusive.ts";
import { type Neighbours, type Prepared, prepare, topological } from "./prepare.ts";
import type { Bounds, Project } from "./project.ts";

/** Ticks before which no schedule of the project can end, in three ways. Throws `bad-input` for a project without a schedule. */
export function lowerBounds(project: Project): Bounds {
  return boundsOf(project, prepare(project));
}

/** The same for a project already prepared. */
export function boundsOf(project: Project, prepared: Prepared): Bounds {
  const heads = longestBefore(prepared, prepared.before, "forward");
  const tails = longestBefore(prepared, prepared.after, "backward");
  const least = fastest(prepared);
  let criticalPath = 0;
  for (let at = 0; at < prepared.count; at++) {
    criticalPath = Math.max(criticalPath, (heads[at] as number) + (least[at] as number) + (tails[at] as number));
  }
  const work = workBound(project);
  const exclusive = heaviestExclusive(prepared, heads, tails, least);
  return { criticalPath, work, exclusive, best: Math.max(criticalPath, work, exclusive) };
}

/** By canonical number: ticks of the fastest mode. */
export function fastest({ count, firstMode, ticks }: Prepared): Int32Array {
  const row = (at: number) => ticks.subarray(firstMode[at] as number, firstMode[at + 1] as number);
  return Int32Array.from({ length: count }, (_, at) => Math.min(...row(at)));
}

/** By canonical number: the longest chain that must end before the activity starts (or, backward, start after it ends). */
export function longestBefore(project: Prepared, edges: Neighbours, direction: "forward" | "backward"): Int32Array {
  const least = fastest(project);
  const longest = new Int32Array(project.count);
  const order = topological(project.count, project.before);
  for (const activity of direction === "forward" ? order : order.toReversed()) {
    for (let at = edges.first[activity] as number; at < (edges.first[activity + 1] as number); at++) {
      const other = edges.list[at] as number;
      longest[activity] = Math.max(longest[activity] as number, (longest[other] as number) + (least[other] as number));
    }
  }
  return longest;
}

/**
 * The work of every resource alone, and of every set of resources of which each activity uses exactly one unit (agent
 * classes): an activity can choose its class, so the least of its modes counts against the capacity of all.
 */
function workBound(project: Project): number {
  const singles = project.capacities.map((_, resource) => [resource]);
  const sets = [...singles, [...project.capacities.keys()]];
  return Math.max(0, ...sets.map((set) => workOf(project, set)));
}

/** Least work the activities bring to a set of resources, over the capacity of the set, rounded up. */
function workOf({ capacities, activities }: Project, resources: readonly number[]): number {
  const capacity = resources.reduce((sum, resource) => sum + (capacities[resource] ?? 0), 0);
  if (capacity === 0) return 0;
  let work = 0;
  let overdue = 0;
  for (const { modes, running } of activities) {
    const used = (index: number) => resources.reduce((sum, resource) => sum + (modes[index]?.demand[resource] ?? 0), 0);
    if (running !== undefined) {
      // What runs is allowed to exceed a capacity that shrank: then its work says nothing about the time needed.
      work += used(running.mode) * running.ticksLeft;
      overdue += used(running.mode);
    } else work += Math.min(...modes.map(({ ticks }, index) => used(index) * ticks));
  }
  return overdue > capacity ? 0 : Math.ceil(work / capacity);
}
