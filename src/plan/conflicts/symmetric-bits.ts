/** Pairs of numbers below a size: ten thousand take 12 MB, where sets of pairs would take gigabytes. Nothing pairs with itself. */
export interface SymmetricBits {
  readonly size: number;
  /** How many pairs are set. */
  count(): number;
  set(a: number, b: number): void;
  has(a: number, b: number): boolean;
  /** The partners of a number, rising. */
  of(a: number): number[];
}

// Words are addressed by numbers below the size, so a read never misses: hence `as number`.
export function symmetricBits(size: number): SymmetricBits {
  const width = Math.ceil(size / 32);
  const words = new Uint32Array(width * size);
  let pairs = 0;
  const has = (a: number, b: number) => (((words[a * width + (b >> 5)] as number) >>> (b & 31)) & 1) === 1;
  const mark = (a: number, b: number) => {
    const word = a * width + (b >> 5);
    words[word] = (words[word] as number) | (1 << (b & 31));
  };
  return {
    size,
    count: () => pairs,
    has,
    set(a, b) {
      if (a === b || has(a, b)) return;
      pairs++;
      mark(a, b);
      mark(b, a);
    },
    of(a) {
      const found: number[] = [];
      for (let column = 0; column < width; column++) {
        let word = words[a * width + column] as number;
        while (word !== 0) {
          const bit = 31 - Math.clz32(word & -word);
          found.push(column * 32 + bit);
          word &= word - 1;
        }
      }
      return found;
    },
  };
}
