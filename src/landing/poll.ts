import type { Clock } from "../core/ports.ts";

export interface PollOptions {
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** Whoever is asked in the last moment still gets this long to answer. */
const ANSWER_MS_MIN = 1_000;

/** The answer, or in words what is seen instead of one. */
export type Seen<T> = { readonly done: true; readonly answer: T } | { readonly done: false; readonly detail: string };

/**
 * Asks until there is an answer.
 * @param ask is given the milliseconds it may take.
 * @returns the answer, or what was last seen when time ran out or `signal` aborted.
 */
export async function poll<T>(options: PollOptions, ask: (leftMs: number) => Promise<Seen<T>>): Promise<Seen<T>> {
  const { clock, intervalMs, timeoutMs, signal } = options;
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  for (;;) {
    const seen = await ask(Math.max(ANSWER_MS_MIN, deadlineMs - clock.monotonicMs()));
    if (seen.done) return seen;
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0 || signal?.aborted) return seen;
    await clock.sleep(Math.min(intervalMs, leftMs), signal);
  }
}

/** Not done: what was seen instead. */
export function notYet(detail: string): Seen<never> {
  return { done: false, detail };
}
