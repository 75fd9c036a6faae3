import type { LandingQueue } from "../../../../src/landing/queue/queue.ts";
import { queuePolicy, STRICT, TWO_STAGE } from "../../../../src/simulation/landing/policies/ours.ts";
import type { PolicyKind } from "../../../../src/simulation/landing/policy.ts";

/** Our queue, looked at after every event. @throws Error where it contradicts itself. */
export const WATCHED: readonly PolicyKind[] = [watched(STRICT, true), watched(TWO_STAGE, false)];

function watched(kind: PolicyKind, strict: boolean): PolicyKind {
  return { ...kind, make: (context) => queuePolicy(context, { strict }, checkQueue) };
}

function checkQueue({ entries, chain, proven, runs, rejected, settings }: LandingQueue): void {
  const wrong: string[] = [];
  if (chain.some((id) => !entries.has(id))) wrong.push("a change on the chain that is not open");
  if (new Set(chain).size !== chain.length) wrong.push("a change on the chain twice");
  if (proven > chain.length) wrong.push(`${proven} of ${chain.length} on the chain proven`);
  if (runs.size > settings.workers) wrong.push(`${runs.size} runs for ${settings.workers} workers`);
  if ([...rejected.keys()].some((id) => !entries.has(id))) wrong.push("a rejected change that is not open");
  for (const [id, entry] of entries) {
    for (const other of entry.conflictsWith) {
      if (entries.get(other)?.conflictsWith.has(id) === false) wrong.push(`${id} in conflict with ${other}, but not the other way`);
    }
  }
  if (wrong.length > 0) throw new Error(`expected a queue that is whole, got ${wrong.join("; ")}`);
}
