/** A repeatable stream of random choices: the same seed gives the same business, on every machine. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the list, each as likely. */
  pick<Item>(list: readonly Item[]): Item;
}

/** A stream that depends on `seed` and `name` only, so that one generator's data never shifts another's. */
export function randomStream(seed: number, name: string): Random {
  let state = hash(`${seed}:${name}`);
  const fraction = (): number => {
    // mulberry32: small, fast, and good enough for invented orders.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (min, max) => min + Math.floor(fraction() * (max - min + 1)),
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      const item = list[Math.floor(fraction() * list.length)];
      if (item === undefined) throw new Error("expected a list with at least one item to pick from, got an empty one");
      return item;
    },
  };
}

function hash(text: string): number {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619);
  return value | 0;
}
