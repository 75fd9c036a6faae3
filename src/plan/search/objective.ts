// Typed arrays are read `as number`: every index comes from a prepared project, and a test per read would cost more than the work.
import { fastest, longestBefore } from "./lower-bounds.ts";
import type { Prepared } from "./prepare.ts";

/**
 * What a search makes small, in weight × ticks: `weighted` the sum of weight × end, `makespan` the makespan × all weights
 * together, `balanced` both added; each plus the cost of the soft pairs that overlap.
 */
export type ObjectiveName = "makespan" | "weighted" | "balanced";

export interface Objective {
  readonly name: ObjectiveName;
  /** No schedule has a smaller value. */
  readonly bound: number;
  valueOf(starts: Int32Array, ends: Int32Array, makespan: number): number;
}

/** @param makespanBound ticks before which no schedule ends */
export function objectiveOf(project: Prepared, name: ObjectiveName, makespanBound: number): Objective {
  const { count, weights, soft, hasSoft } = project;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // Where nothing has a weight, a tick of makespan still counts.
  const tick = name === "weighted" ? 0 : sum || 1;
  const heads = longestBefore(project, project.before, "forward");
  const least = fastest(project);
  const weightedEnd = weights.reduce((total, weight, at) => total + weight * ((heads[at] as number) + (least[at] as number)), 0);
  const softCost = (starts: Int32Array, ends: Int32Array) => {
    let cost = 0;
    for (let a = 0; a < count; a++) {
      for (let at = soft.first[a] as number; at < (soft.first[a + 1] as number); at++) {
        const b = soft.list[at] as number;
        if (b > a && (starts[a] as number) < (ends[b] as number) && (starts[b] as number) < (ends[a] as number))
          cost += soft.costs[at] as number;
      }
    }
    return cost;
  };
  return {
    name,
    bound: (name === "makespan" ? 0 : weightedEnd) + tick * makespanBound,
    valueOf(starts, ends, makespan) {
      let value = tick * makespan;
      if (name !== "makespan") for (let at = 0; at < count; at++) value += (weights[at] as number) * (ends[at] as number);
      return hasSoft ? value + softCost(starts, ends) : value;
    },
  };
}
