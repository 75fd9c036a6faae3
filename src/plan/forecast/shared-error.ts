/** Correlation of the errors of one project's tasks before it can be measured: what blocks of the public collections have. */
const COLD_START_CORRELATION = 0.02;
/** So many stretches of sessions count as much as that. */
const BELIEF_STRETCHES = 3;
/** Sessions this far apart may share what their project shares; further apart they are two projects' (`signalbox bench forecast`). */
const REACH_MAX = 20;
const REACH_MIN = 4;
/** What all tasks share because their scale is not known, before the first session; after so many sessions half of it. */
const UNKNOWN_SCALE = 1 / 3;
const UNKNOWN_SCALE_SESSIONS = 9;
/** A single score beyond is one surprise, not five. */
const SCORE_MAX = 3.5;

/**
 * How much the tasks of one project are late together: the mean product of the normal scores of sessions that finished one
 * soon after the other, pooled with what is usual. On top comes what all tasks share because the scale itself is only known
 * from so many sessions.
 * @param scores normal scores of past forecasts, oldest first (`trackRecord`).
 * @param tasks how many tasks are to be forecast.
 * @returns the correlation of two tasks' normal scores, in [0, 0.9].
 */
export function sharedError(scores: readonly number[], tasks: number): number {
  const reach = Math.min(REACH_MAX, Math.max(REACH_MIN, tasks - 1));
  const stretches = scores.length / (reach + 1);
  const pooled = (COLD_START_CORRELATION * BELIEF_STRETCHES + nearbyProduct(scores, reach) * stretches) / (BELIEF_STRETCHES + stretches);
  return Math.min(0.9, Math.max(0, pooled) + UNKNOWN_SCALE / (1 + scores.length / UNKNOWN_SCALE_SESSIONS));
}

/** The mean product of two scores at most `reach` sessions apart; 0 where there are no two. */
function nearbyProduct(scores: readonly number[], reach: number): number {
  const clipped = Float64Array.from(scores, (score) => Math.min(SCORE_MAX, Math.max(-SCORE_MAX, score)));
  let [sum, pairs] = [0, 0];
  for (const [at, score] of clipped.entries()) {
    for (const before of clipped.subarray(Math.max(0, at - reach), at)) {
      sum += score * before;
      pairs++;
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
