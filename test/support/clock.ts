import type { Clock } from "../../src/core/ports.ts";

export interface FakeClock extends Clock {
  /** Moves time forward and wakes the sleepers whose time has come. */
  advance(ms: number): void;
}

/** A clock that moves only when told to. */
export function fakeClock(startMs = Date.UTC(2026, 0, 5, 9)): FakeClock {
  let elapsedMs = 0;
  const sleepers = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || ms <= 0) return resolve();
        const sleeper = {
          dueMs: elapsedMs + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    advance(ms) {
      elapsedMs += ms;
      for (const sleeper of [...sleepers]) if (sleeper.dueMs <= elapsedMs) sleeper.wake();
    },
  };
}
