/** How alike texts are. */
export interface TextSimilarity {
  /**
   * Cosine of two texts' words, each weighted by how rarely tasks use it (tf-idf with a damped count). In [0, 1]; 1 for the
   * same words; 0 where a text is not known.
   */
  between(a: string, b: string): number;
  /** The words that make two texts alike, the one that counts most first. */
  common(a: string, b: string): readonly string[];
}

/** @param bags words of every task that is compared, by task. */
export function textSimilarity(bags: ReadonlyMap<string, ReadonlyMap<string, number>>): TextSimilarity {
  const tasksWith = new Map<string, number>();
  for (const bag of bags.values()) for (const word of bag.keys()) tasksWith.set(word, (tasksWith.get(word) ?? 0) + 1);
  const vectors = new Map([...bags].map(([task, bag]) => [task, vectorOf(bag, tasksWith, bags.size)]));
  return {
    between(a, b) {
      const [left, right] = [vectors.get(a), vectors.get(b)];
      if (left === undefined || right === undefined) return 0;
      let sum = 0;
      for (const [word, weight] of left) sum += weight * (right.get(word) ?? 0);
      return Math.min(1, sum);
    },
    common(a, b) {
      const right = vectors.get(b);
      const shares = [...(vectors.get(a) ?? [])].map(([word, weight]) => ({ word, share: weight * (right?.get(word) ?? 0) }));
      const told = shares.filter(({ share }) => share > 0);
      return told.sort((one, other) => other.share - one.share || (one.word < other.word ? -1 : 1)).map(({ word }) => word);
    },
  };
}

function vectorOf(bag: ReadonlyMap<string, number>, tasksWith: ReadonlyMap<string, number>, tasks: number): ReadonlyMap<string, number> {
  // Plus one: with two tasks a word of both must not weigh nothing.
  const weighted = [...bag].map(
    ([word, count]) => [word, (1 + Math.log(count)) * (1 + Math.log(tasks / (tasksWith.get(word) ?? 1)))] as const,
  );
  // No spread into `Math.hypot`: a text of megabytes has more words than a call may have arguments.
  const length = Math.sqrt(weighted.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return new Map(weighted.map(([word, weight]) => [word, weight / length]));
}
