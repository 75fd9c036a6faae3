import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, Random } from "../core/ports.ts";

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Since boot, not since this process began: what one process saw is compared by the next (claims' observations).
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  sleep: async (ms, signal) => {
    await sleep(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
  },
};

/** The machine's own randomness. */
export const systemRandom: Random = {
  hex: (bytes) => randomBytes(bytes).toString("hex"),
  fraction: () => randomBytes(4).readUInt32LE() / 2 ** 32,
};
