import type { HeldLease, LeaseRecord } from "../core/claim.ts";
import type { RefUpdate } from "../git/push.ts";
import { type ClaimContext, freshRecord } from "./context.ts";

/** An update for somebody else's push, and the lease it makes true if that push succeeds. */
export interface PreparedUpdate {
  readonly update: RefUpdate;
  readonly lease: HeldLease;
}

/**
 * The update that ends a claim inside the push that lands its task: a `landed` record, never a deletion, so that
 * reopening goes on with the next epoch.
 */
export function landedUpdate(ctx: ClaimContext, held: HeldLease): Promise<PreparedUpdate> {
  return prepare(ctx, held, "landed");
}

/**
 * The update that renews a lease inside another push (the lander's, and a claim whose part lands). Every fenced ref must
 * change in that push: an unchanged one is not sent, not checked, and a zombie would land.
 */
export function renewedUpdate(ctx: ClaimContext, held: HeldLease): Promise<PreparedUpdate> {
  return prepare(ctx, held, "held");
}

async function prepare(ctx: ClaimContext, { ref, oid, record }: HeldLease, state: LeaseRecord["state"]): Promise<PreparedUpdate> {
  const startedMs = ctx.clock.monotonicMs();
  const next = freshRecord(ctx, { ...record, state });
  const to = await ctx.remote.write(next, oid);
  const lease: HeldLease = { ref, oid: to, record: next };
  // Valid if the push succeeds, and counted from before it: the push cannot start earlier than this.
  ctx.confirmedMs.set(lease, startedMs);
  return { update: { ref, expected: oid, to }, lease };
}
