import { acquireLease } from "../claims/acquire.ts";
import { claimRef } from "../claims/refs.ts";
import { releaseLease } from "../claims/renew.ts";
import { openElsewhere } from "../coordinator/elsewhere/elsewhere.ts";
import { personName } from "../coordinator/engine.ts";

const TTL_MS = 60_000;

/**
 * Makes a task that has landed claimable again, for people and agents elsewhere: its claim is taken with the next epoch
 * and given back, never deleted, or epochs would start again. Where somebody took it meanwhile there is nothing to do.
 */
export async function reopenClaim(cwd: string, task: string): Promise<void> {
  const { claims } = await openElsewhere(cwd);
  const ref = claimRef(task);
  if ((await claims.remote.read([ref])).get(ref)?.record?.state !== "landed") return;
  const lease = { holder: personName(), host: null, session: null, base: null, footprint: [], ttlMs: TTL_MS };
  const taken = await acquireLease(claims, { kind: "claim", name: task, ...lease, reopen: true });
  if (taken.ok) await releaseLease(claims, taken.value);
}
