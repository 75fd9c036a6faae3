/** Correlation of the errors of one project's tasks before it can be measured: what blocks of the public collections have. */
const COLD_START_CORRELATION = 0.02;
/** What comes on top while the scale of the repository is not known at all; it fades as sessions finish. */
const UNKNOWN_SCALE_CORRELATION = 0.3;
/** So many blocks count as much as that. */
const BELIEF_BLOCKS = 10;
const BLOCK_MIN = 5;
const BLOCK_MAX = 40;

/**
 * How much the tasks of one project are late together. The past scores are cut into blocks of as many tasks as are to be
 * forecast; independent errors would leave the blocks' means a variance of 1/size, and what they have beyond is shared.
 * @param scores normal scores of past forecasts, oldest first (`trackRecord`).
 * @param tasks how many tasks are to be forecast.
 * @returns the correlation of two tasks' normal scores, in [0, 0.9].
 */
export function sharedError(scores: readonly number[], tasks: number): number {
  const size = Math.min(BLOCK_MAX, Math.max(BLOCK_MIN, tasks));
  const blocks = Math.floor(scores.length / size);
  let squares = 0;
  for (let block = 0; block < blocks; block++) {
    const last = scores.length - block * size;
    const mean = scores.slice(last - size, last).reduce((sum, score) => sum + score, 0) / size;
    squares += mean * mean;
  }
  const cold = COLD_START_CORRELATION + UNKNOWN_SCALE_CORRELATION / (1 + scores.length);
  const believed = cold + (1 - cold) / size;
  const variance = (squares + BELIEF_BLOCKS * believed) / (blocks + BELIEF_BLOCKS);
  return Math.min(0.9, Math.max(0, (variance * size - 1) / (size - 1)));
}
