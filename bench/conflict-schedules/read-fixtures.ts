import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../src/plan/search/project.ts";

export interface Fixture {
  readonly id: string;
  readonly project: Project;
  /** Proven optima: two separate objectives. */
  readonly makespan: number;
  readonly weighted: number;
}

interface Line {
  readonly id: string;
  readonly classes: readonly number[];
  readonly dur: readonly (readonly number[])[];
  readonly pred: readonly (readonly number[])[];
  readonly w: readonly number[];
  readonly conflicts: readonly (readonly [number, number])[];
  readonly optMakespan: number;
  readonly optWeightedCompletion: number;
}

/** The conflict-scheduling instances with proven optima; null when they are not there. A task's modes are the agent classes. */
export function readFixtures(directory: string): readonly Fixture[] | null {
  const file = join(directory, "conflict-fixtures.jsonl");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((text) => {
    const line: Line = JSON.parse(text);
    const activities = line.dur.map((durations, task) => ({
      modes: durations.map((ticks, own) => ({ ticks, demand: line.classes.map((_, other) => (other === own ? 1 : 0)), cost: 0 })),
      weight: line.w[task] ?? 0,
      predecessors: line.pred[task] ?? [],
    }));
    const project = { capacities: line.classes, activities, exclusive: line.conflicts, soft: [] };
    return { id: line.id, project, makespan: line.optMakespan, weighted: line.optWeightedCompletion };
  });
}
