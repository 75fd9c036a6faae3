/** A policy broke a promise: which, in which world, when. Replays with the seed. */
export class PromiseBroken extends Error {
  readonly seed: number;

  constructor(promise: string, { policy, seed, nowMs }: { readonly policy: string; readonly seed: number; readonly nowMs: number }) {
    super(`expected ${promise}; policy ${policy}, seed ${seed}, at minute ${(nowMs / 60_000).toFixed(1)}`);
    this.name = "PromiseBroken";
    this.seed = seed;
  }
}

/** What must hold after every step, whoever decides. Each message reads on after "expected". */
export const PROMISES = {
  workers: (busy: number, workers: number) => `at most ${workers} runs at once, got ${busy}`,
  exactTree: (changes: readonly string[]) => `main to move to a tree that passed a whole run, got ${changes.join(" ")} landed untested`,
  oneEnd: (change: string, end: string) => `${change} to end once, got it ${end} after it had landed`,
  landOnce: (changes: readonly string[]) => `each change to land once, got ${changes.join(" ")} pushed over themselves`,
  innocent: (change: string) => `no innocent change returned without a flake, got ${change} returned`,
  ends: (changes: readonly string[]) => `every change to end, got ${changes.length} waiting for nothing: ${changes.slice(0, 5).join(" ")}`,
  progress: (steps: number) => `decisions to lead on, got ${steps} of them at one moment`,
  known: (change: string) => `commands about submitted changes, got ${change}`,
} as const;
