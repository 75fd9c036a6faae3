import fc from "fast-check";
import type { Project } from "../../../src/plan/search/project.ts";
import { searchSchedule } from "../../../src/plan/search/search-schedule.ts";
import { optimumFinder } from "./optimum.ts";
import { anyProject } from "./projects.ts";
import { violations } from "./violations.ts";

/** What a search did on projects whose optimum an exact solver proved. */
interface Certified {
  readonly searches: number;
  readonly optimal: number;
  /** What must never be: a broken law, a value below the optimum, a bound above it, a false proof. */
  readonly wrong: readonly string[];
}

/**
 * Searches that many random projects for both objectives and compares with the proven optima.
 * @param largest activities of the largest project
 */
export async function certify(instances: number, seed: number, largest: number): Promise<Certified> {
  const optimumOf = await optimumFinder();
  const wrong: string[] = [];
  let optimal = 0;
  const shape = { activities: { min: 3, max: largest }, ticks: { min: 1, max: 4 }, hasSoft: false };
  for (const [number, project] of fc.sample(anyProject(shape), { numRuns: instances, seed }).entries()) {
    for (const objective of ["makespan", "weighted"] as const) {
      const optimum = optimumOf(project, objective);
      const { schedule, bounds, proven } = searchSchedule(project, { objective, evaluations: 5000, seed: 1 });
      const value = objective === "makespan" ? schedule.makespan : weightedEnd(project, schedule.ends);
      const fault = (what: string) => wrong.push(`instance ${number}, ${objective}: ${what}`);
      for (const violation of violations(project, schedule)) fault(violation);
      if (value < optimum) fault(`${value} is below the optimum ${optimum}`);
      if (proven && value !== optimum) fault(`${value} is said to be proven, the optimum is ${optimum}`);
      if (objective === "makespan" && bounds.best > optimum) fault(`the bound ${bounds.best} is above the optimum ${optimum}`);
      if (value === optimum) optimal++;
    }
  }
  return { searches: 2 * instances, optimal, wrong };
}

function weightedEnd({ activities }: Project, ends: readonly number[]): number {
  return activities.reduce((sum, { weight }, index) => sum + weight * (ends[index] ?? 0), 0);
}
