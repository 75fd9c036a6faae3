import type { RunContext } from "../run-context.ts";
import { pushLanding } from "../steps/push-landing.ts";
import { changesOf } from "./build-chain.ts";
import { chainKey, moveChains, tell } from "./landing-book.ts";
import { beginTesting } from "./run-candidate.ts";

/** Moves main onto the front of the chain: exactly the tree that passed, or nothing. */
export async function landChain(context: RunContext, changes: readonly string[]): Promise<void> {
  const { live } = context;
  const { landing } = live;
  const chain = landing.chains.get(chainKey(live.main.commit, changes));
  const included = await changesOf(context, changes);
  if (chain === undefined || included.length < changes.length || !landing.passed.has(chain.candidate.tree)) {
    // Built anew, its records may say something else: then another tree passes, and that one lands.
    tell(landing, { kind: "not-as-tested" });
    return;
  }
  const { candidate, renderedSeq } = chain;
  await beginTesting(context, included);
  const isLanded = await pushLanding(context, { candidate, testedTree: candidate.tree, included, renderedSeq });
  if (!isLanded) return;
  tell(landing, { kind: "landed", changes });
  landing.mains.set(landing.queue.main, candidate.tip);
  moveChains(landing, chain);
}
