import type { LandingQueue } from "./queue.ts";
import { batchSize } from "./rates.ts";

/**
 * Milliseconds until a change that is submitted now has landed, if runs take `runMs`: the runs that those before it need,
 * shared by the workers, then its own and the tip's. A guess for back-pressure (DESIGN §7), not a promise.
 */
export function expectedWaitMs(queue: LandingQueue, runMs: number): number {
  const waiting = queue.entries.size - queue.chain.length;
  const before = Math.ceil(waiting / batchSize(queue)) / queue.settings.workers;
  return runMs * (before + (queue.settings.workers > 1 ? 2 : 1));
}
