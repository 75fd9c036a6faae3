import { joinChain, proveTip } from "./join-chain.ts";
import type { LandingQueue, LandingRun } from "./queue.ts";
import { afterRun } from "./rates.ts";

const WINDOW_MAX = 100;

/** A whole run passed, by itself or once its flake was seen through. */
export function afterPass(queue: LandingQueue, run: LandingRun, flaked: boolean): LandingQueue {
  const window = Math.min(WINDOW_MAX, queue.window + 1);
  const learned = { ...queue, window, rates: afterRun(queue.rates, flaked) };
  return settleHeld(run.purpose === "tip" ? proveTip(learned, run) : joinChain(learned, run));
}

/** Segments that waited for what they assumed: some may join now. */
export function settleHeld(queue: LandingQueue): LandingQueue {
  let settled = queue;
  for (;;) {
    const ready = settled.held.find(({ assumes }) => assumes.every((id) => settled.chain.includes(id) || !settled.entries.has(id)));
    if (ready === undefined) return settled;
    settled = joinChain(settled, ready);
  }
}
