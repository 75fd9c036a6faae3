import { normalQuantile } from "./normal.ts";

/** The levels that are kept to, those of the planning protocol; between them straight lines. */
const LEVELS = [0.1, 0.5, 0.8, 0.95] as const;
/** How far one miss moves a level: its own noise stays within about 2 points. */
const STEP = 0.005;
const LEVEL_MIN = 0.001;

/**
 * The probabilities at which a forecast has to be read so that each level is hit as often as it says: a little up after every
 * miss, less down after every hit (adaptive conformal inference, Gibbs and Candès 2021). On the public collections this evens
 * out what a drift leaves, at the same sharpness: `signalbox bench forecast`, with and without.
 * @param scores normal scores of past forecasts, oldest first (`trackRecord`).
 * @returns from a wanted probability in [0, 1] to the one to read; never decreasing.
 */
export function conformalLevels(scores: readonly number[]): (p: number) => number {
  const reads = LEVELS.map((level) => levelAfter(scores, level)).sort((a, b) => a - b);
  const [wanted, read] = [
    [0, ...LEVELS, 1],
    [0, ...reads, 1],
  ];
  return (p) => {
    const next = Math.max(
      1,
      wanted.findIndex((level) => p <= level),
    );
    const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [wanted[next - 1], wanted[next], read[next - 1], read[next]];
    return y0 + ((p - x0) / (x1 - x0)) * (y1 - y0);
  };
}

function levelAfter(scores: readonly number[], wanted: number): number {
  let level = wanted;
  for (const score of scores) {
    const isHit = score <= normalQuantile(level);
    level = Math.min(1 - LEVEL_MIN, Math.max(LEVEL_MIN, level + STEP * (wanted - Number(isHit))));
  }
  return level;
}
