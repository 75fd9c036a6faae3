import { type LearnedPairs, type LearnedPairsJson, learnedPairs } from "../../landing/conflicts/learned-pairs.ts";
import type { LandingQueue, LandingRun, RunVerdict } from "../../landing/queue/queue.ts";
import type { Store } from "../../store/store.ts";
import type { RunContext } from "../run-context.ts";
import { changesOf } from "./build-chain.ts";

/** Where the store keeps them. */
const LEARNED = "learned-pairs";

/** What earlier runs learned of folders whose changes break each other though they merge. */
export async function readLearnedPairs(store: Store): Promise<LearnedPairs> {
  const kept = await store.value(LEARNED);
  return learnedPairs(Array.isArray(kept) ? (kept as LearnedPairsJson) : []);
}

/**
 * Learns from the end of a run: changes that passed everything together fit; one that failed in company and passes the same
 * tests without it broke with one of those.
 * @param before the queue as it was when the run ended
 */
export async function learnPairs(context: RunContext, before: LandingQueue, run: LandingRun, verdict: RunVerdict): Promise<void> {
  const { landing } = context.live;
  if (verdict.kind !== "passed") return;
  const trouble = run.trouble === null ? undefined : before.troubles.get(run.trouble);
  const broke = trouble !== undefined && trouble.company.length > 0 && run.changes.length > 0;
  const fits = run.tests === null && run.trouble === null && run.changes.length > 1;
  if (!broke && !fits) return;
  const pairs = broke
    ? trouble.company.map((other) => [run.changes[0] ?? "", other] as const)
    : run.changes.flatMap((a, at) => run.changes.slice(at + 1).map((b) => [a, b] as const));
  const rows = new Map((await changesOf(context, [...new Set(pairs.flat())])).map((row) => [row.id, row.files]));
  for (const [a, b] of pairs) landing.learned = landing.learned.observe(rows.get(a) ?? [], rows.get(b) ?? [], broke);
  landing.conflicts.learn(landing.learned);
  await context.engine.store.setValue(LEARNED, landing.learned.toJSON());
}
