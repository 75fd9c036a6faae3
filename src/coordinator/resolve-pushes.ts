import { landedLinks } from "../landing/landed-links.ts";
import { resolveAttempt } from "../landing/push-candidate.ts";
import type { PushAttempt } from "../store/rows.ts";
import { closeLanding, landerContext } from "./lander-context.ts";
import { recordsLanded } from "./records-landed.ts";
import type { RunContext } from "./run-context.ts";
import { changeLanded, requeue } from "./steps/change-endings.ts";

/**
 * Finds out what became of every push whose result was never seen (DESIGN §5, unknown results). Until all are known
 * nothing new may be built: an unknown push may still land.
 * @returns false while one is still not known; ask again.
 */
export async function resolvePushes(context: RunContext): Promise<boolean> {
  const { store } = context.engine;
  for (const attempt of await store.openAttempts()) {
    const outcome = await resolveAttempt(landerContext(context.engine), attempt);
    if (outcome.kind === "unresolved") return false;
    for (const id of attempt.changes) {
      const change = await store.change(id);
      if (change !== undefined && outcome.kind !== "landed") await requeue(context, change);
    }
    if (outcome.kind === "landed") await attemptLanded(context, attempt);
  }
  return true;
}

async function attemptLanded(context: RunContext, attempt: PushAttempt): Promise<void> {
  const { cache, store } = context.engine;
  if (attempt.changes.length === 0) return recordsLanded(context, attempt);
  const links = await landedLinks(cache, attempt.base, attempt.commit);
  for (const id of attempt.changes) {
    const change = await store.change(id);
    if (change === undefined) continue;
    const claim = attempt.updates.find(({ ref }) => ref.endsWith(`/claims/${change.task ?? ""}`));
    await changeLanded(context, change, { commit: links.get(id) ?? attempt.commit, tree: attempt.tree, claimOid: claim?.to ?? null });
  }
  await closeLanding(context.engine, attempt.commit);
}
