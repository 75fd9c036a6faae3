import type { LandingQueue, QueueRates } from "./queue.ts";

/** Weight of the newest outcome: about the last 20 count. */
const NEWEST = 0.05;
/** No history makes a change certain, or hopeless: a batch is never sized by a rate beyond these. */
const [LEAST, MOST] = [0.005, 0.6];

/** What these outcomes of changes make of the rate of failure. */
export function afterChanges(rates: QueueRates, count: number, bad: number): QueueRates {
  return { ...rates, failure: after(rates.failure, count, bad) };
}

/** What a whole run that told the truth, or did not, makes of the rate of flakes. */
export function afterRun(rates: QueueRates, flaked: boolean): QueueRates {
  return { ...rates, flake: after(rates.flake, 1, Number(flaked)) };
}

function after(rate: number, count: number, hits: number): number {
  const kept = (1 - NEWEST) ** count;
  const seen = count === 0 ? 0 : hits / count;
  return Math.min(MOST, Math.max(LEAST, kept * rate + (1 - kept) * seen));
}

/**
 * How many changes one run should hold when there are more changes than workers: about one over the root of the chance
 * that one of them spoils it (Dorfman 1943, group testing).
 */
export function batchSize({ rates, settings }: Pick<LandingQueue, "rates" | "settings">): number {
  return Math.min(settings.batchMax, Math.max(1, Math.round(1 / Math.sqrt(rates.failure + rates.flake))));
}
