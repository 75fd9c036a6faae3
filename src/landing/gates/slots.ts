/** Places on this machine for gates that run at once, over all trees. Who waits longest is next. */
export interface Slots {
  /**
   * Waits for a free place.
   * @returns how to give it back; undefined when `signal` aborted before there was one.
   */
  take(signal?: AbortSignal): Promise<(() => void) | undefined>;
}

export function slots(count: number): Slots {
  let free = count;
  const waiting = new Set<() => void>();
  const giveBack = () => {
    const [next] = waiting;
    if (next === undefined) free++;
    else next();
  };
  return {
    async take(signal) {
      if (signal?.aborted === true) return undefined;
      if (free > 0) {
        free--;
        return once(giveBack);
      }
      return new Promise((resolve) => {
        const leave = () => {
          waiting.delete(turn);
          resolve(undefined);
        };
        const turn = () => {
          waiting.delete(turn);
          signal?.removeEventListener("abort", leave);
          resolve(once(giveBack));
        };
        waiting.add(turn);
        signal?.addEventListener("abort", leave, { once: true });
      });
    },
  };
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
