import { ANY_MODE, type Project } from "../search/project.ts";
import { searchSchedule } from "../search/search-schedule.ts";

/** A list gives way only to one that is better by more than this share: nobody can follow an order that changes all the time. */
const GAIN_MIN = 0.01;
/** Schedules tried: milliseconds, and a larger budget gained nothing measurable (`signalbox bench online --evaluations`). */
const EVALUATIONS = 300;

export interface ImprovedList {
  /** The indexes that were given, in the order in which they are taken up from now on. */
  readonly list: readonly number[];
  /** The share of the weighted completion (sum of weight × end) that the new list saves, in [0, 1); 0 when it is the old one. */
  readonly gain: number;
}

export interface ImproveOptions {
  readonly seed?: number;
  /** Schedules to try. */
  readonly evaluations?: number;
}

/**
 * Looks for a better list, from the present one on. Makes weighted completion small, not the makespan: in the middle of a run
 * urgent work finishing early is worth more than the last task's end, which the most delayed task decides anyway.
 * @param list indexes of the activities that have not begun, in their present order.
 * @throws SignalboxError `bad-input` for a project that has no schedule.
 */
export function improveList(
  project: Project,
  list: readonly number[],
  { seed = 1, evaluations = EVALUATIONS }: ImproveOptions = {},
): ImprovedList {
  if (list.length < 2) return { list, gain: 0 };
  // What runs comes first: in a list, what waits for it would else be put behind it.
  const running = [...project.activities.keys()].filter((activity) => project.activities[activity]?.running !== undefined);
  const warmStart = { list: [...running, ...list], modes: project.activities.map(() => ANY_MODE) };
  const { value, startValue, schedule, list: found } = searchSchedule(project, { objective: "weighted", evaluations, seed, warmStart });
  const gain = startValue > 0 ? 1 - value / startValue : 0;
  if (gain <= GAIN_MIN) return { list, gain: 0 };
  // By start: a dispatcher that goes down the list then does what the schedule does.
  const places = new Map(found.map((activity, place) => [activity, place]));
  const startOf = (activity: number) => schedule.starts[activity] ?? 0;
  return { list: list.toSorted((a, b) => startOf(a) - startOf(b) || (places.get(a) ?? 0) - (places.get(b) ?? 0)), gain };
}
