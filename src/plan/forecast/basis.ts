import type { Task } from "../../core/task.ts";
import { driftOf } from "./drift.ts";
import { type DurationModel, ownShare } from "./duration-model.ts";

/** Where the durations come from, what is missing in them, and whether they have lately proved wrong: sentences for people. */
export function basisOf(tasks: readonly Task[], durations: DurationModel): string {
  const { sessions } = durations;
  const unestimated = tasks.filter((task) => durations.durationOf(task).assumed).length;
  const own = `${sessions} finished ${sessions === 1 ? "session" : "sessions"} of this repository`;
  const parts = [
    sessions === 0
      ? "no finished session yet: durations are as far from their estimates as those of 78,000 finished tasks elsewhere"
      : `${own} (${Math.round(100 * ownShare(sessions))} %), the rest from 78,000 finished tasks elsewhere, at this repository's scale`,
    ...(unestimated === 0 ? [] : [`${unestimated} of ${tasks.length} tasks without an estimate are taken for half a day`]),
    driftOf(durations.scores()).alarm,
  ];
  return parts.filter((part) => part !== null).join("; ");
}
