import type { HeldLease } from "../core/claim.ts";
import type { ClaimContext } from "./context.ts";
import { remainingMs } from "./liveness.ts";
import { ALL_CLAIMS, ALL_HOSTS, LANDER_REF } from "./refs.ts";

/** A lease as this observer sees it. */
export interface SeenLease extends HeldLease {
  /** Milliseconds it must still be seen unmoved before it may be stolen; 0: nobody renews it. Null: it is not held. */
  readonly expiresInMs: number | null;
}

/**
 * All claims, hosts and the lander, sorted by ref. Looking is what makes expiry observable: a coordinator calls this
 * regularly, and what shows 0 may be acquired (the reaper's list). Refs that hold no record are left out.
 */
export async function listLeases(ctx: ClaimContext): Promise<readonly SeenLease[]> {
  const reading = await ctx.remote.read([ALL_CLAIMS, ALL_HOSTS, LANDER_REF]);
  const waits = await remainingMs(ctx, reading);
  return [...reading]
    .flatMap(([ref, { oid, record }]) => (record === null ? [] : [{ ref, oid, record, expiresInMs: waits.get(ref) ?? null }]))
    .sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
