/** A rising step curve, made continuous: probabilities by score, both rising. */
export interface Curve {
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
}

/** Observations that make a step: fewer would follow chance. */
const GROUP = 40;

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955): the rising curve closest to what was observed. Each
 * step is drawn a little towards even odds, so that nothing is certain.
 */
export function fitIsotonic(scores: readonly number[], outcomes: readonly number[]): Curve {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b);
  const steps: { score: number; hits: number; count: number }[] = [];
  for (let start = 0; start < order.length; start += GROUP) {
    const group = order.slice(start, start + GROUP);
    let step = {
      score: group.reduce((sum, at) => sum + (scores[at] ?? 0), 0),
      hits: group.reduce((sum, at) => sum + (outcomes[at] ?? 0), 0),
      count: group.length,
    };
    for (let before = steps.at(-1); before !== undefined && before.hits / before.count >= step.hits / step.count; before = steps.at(-1)) {
      steps.pop();
      step = { score: before.score + step.score, hits: before.hits + step.hits, count: before.count + step.count };
    }
    steps.push(step);
  }
  return {
    scores: steps.map(({ score, count }) => score / count),
    probabilities: steps.map(({ hits, count }) => (hits + 0.2) / (count + 0.4)),
  };
}

/** The probability of a score: straight between the steps, level beyond them. An empty curve changes nothing. */
export function onCurve({ scores, probabilities }: Curve, score: number): number {
  const count = scores.length;
  if (count === 0) return score;
  if (score <= (scores[0] ?? 0)) return Math.min(probabilities[0] ?? 0, score);
  if (score >= (scores[count - 1] ?? 0)) return probabilities[count - 1] ?? 0;
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((scores[middle] ?? 0) <= score) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 1] = [scores[low], scores[high]];
  const [y0 = 0, y1 = 1] = [probabilities[low], probabilities[high]];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
}
