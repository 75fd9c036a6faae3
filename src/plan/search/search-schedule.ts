import { seededRandom } from "../../core/seeded-random.ts";
import { anneal } from "./anneal.ts";
import { scheduleOf, toPreparedModes } from "./decode.ts";
import { evolve } from "./genetic.ts";
import { boundsOf } from "./lower-bounds.ts";
import { type ObjectiveName, objectiveOf } from "./objective.ts";
import { prepare } from "./prepare.ts";
import { ANY_MODE, type Bounds, type Project, type Schedule } from "./project.ts";
import { repairList } from "./repair-list.ts";
import { SearchRun } from "./search-run.ts";

export interface SearchOptions {
  readonly objective: ObjectiveName;
  /** Schedules to try at most; every pass of a decoder counts. */
  readonly evaluations: number;
  readonly seed: number;
  /** A list and modes from before, by index of the input: kept unless something better is found. */
  readonly warmStart?: { readonly list: readonly number[]; readonly modes: readonly number[] };
}

export interface SearchResult {
  /** `decodeSerial` makes `schedule` of `list` and `modes`. */
  readonly list: readonly number[];
  readonly modes: readonly number[];
  readonly schedule: Schedule;
  /** Of the objective: what `schedule` has, and what the first list tried had, which is the warm start where there is one. */
  readonly value: number;
  readonly startValue: number;
  readonly evaluations: number;
  readonly bounds: Bounds;
  /** True when no schedule has a smaller value of the objective. */
  readonly proven: boolean;
}

/**
 * Looks for a good schedule: the same project, options and seed have the same result, in whatever order the project lists its
 * activities. Throws `bad-input` for a project that has no schedule.
 */
export function searchSchedule(project: Project, options: SearchOptions): SearchResult {
  const prepared = prepare(project);
  const bounds = boundsOf(project, prepared);
  const objective = objectiveOf(prepared, options.objective, bounds.best);
  const run = new SearchRun(prepared, objective, seededRandom(options.seed), Math.max(1, options.evaluations));
  const list = repairList(prepared, options.warmStart?.list ?? []);
  const modes = toPreparedModes(project, prepared, options.warmStart?.modes ?? project.activities.map(() => ANY_MODE));
  if (options.objective === "makespan" && !prepared.hasSoft) evolve(run, options.warmStart ? [list] : [], modes);
  else anneal(run, list, modes);
  run.decoder.forward(run.bestList, run.bestModes);
  const schedule = scheduleOf(project, prepared, run.decoder);
  return {
    list: Array.from(run.bestList, (at) => prepared.order[at] ?? 0),
    modes: schedule.modes,
    schedule,
    value: run.bestValue,
    startValue: run.startValue,
    evaluations: run.evaluations,
    bounds,
    proven: run.isProven,
  };
}
