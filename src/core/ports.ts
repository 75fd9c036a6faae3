/** Everything that makes a run unrepeatable comes through these, so a seed can replay it (promise 11). */

export interface Clock {
  /** Wall time, milliseconds since 1970. For people and records; never compared between machines. */
  now(): number;
  /** Monotonic milliseconds since some fixed point of this boot. For every duration and expiry. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** `bytes` random bytes as lower-case hexadecimal. */
  hex(bytes: number): string;
  /** A number in [0, 1). */
  fraction(): number;
}
