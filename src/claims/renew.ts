import type { HeldLease, LeaseRecord, Outcome } from "../core/claim.ts";
import { newAttempt } from "./attempt-journal.ts";
import { type ClaimContext, freshRecord } from "./context.ts";
import { busy, lostTo, NOT_HOLDER } from "./refusals.ts";
import { settle } from "./settle.ts";

/** Shows that the holder lives: the same record with a new nonce, same epoch. A lease that was stolen is refused as `lost`. */
export function renewLease(ctx: ClaimContext, held: HeldLease): Promise<Outcome<HeldLease>> {
  return follow(ctx, held, {});
}

/** Gives a lease back: a `released` record, never a deletion, so that epochs go on. */
export async function releaseLease(ctx: ClaimContext, held: HeldLease): Promise<Outcome<HeldLease>> {
  return follow(ctx, held, { state: "released" });
}

/**
 * Shows other hosts which paths the claim covers from now on (and renews it). Overlap inside one host is the store's to
 * check, in its transaction.
 */
export function extendClaim(ctx: ClaimContext, held: HeldLease, footprint: readonly string[]): Promise<Outcome<HeldLease>> {
  return follow(ctx, held, { footprint: [...footprint] });
}

/** A second try is for a push of ours whose answer we missed; more would mean that two processes share one lease. */
const TRIES_MAX = 2;

/**
 * Moves a lease we hold to a following record, by its exact OID: whoever stole it has moved it, and we are told so. One
 * epoch has one holder, so a held record of our own epoch is no theft: a landing that carried the lease got there without
 * our knowing, and the lease goes on from it.
 */
async function follow(ctx: ClaimContext, held: HeldLease, change: Partial<LeaseRecord>, tries = TRIES_MAX): Promise<Outcome<HeldLease>> {
  const latest = await finishOpenAttempt(ctx, held);
  if (!latest.ok) return latest;
  const { ref, oid, record } = latest.value;
  if (record.state !== "held") return { ok: false, refusal: NOT_HOLDER };
  const startedMs = ctx.clock.monotonicMs();
  const next = freshRecord(ctx, { ...record, ...change });
  const update = { ref, expected: oid, to: await ctx.remote.write(next, oid), record: next };
  const settlement = await settle(ctx, newAttempt(ctx, [update]));
  if (settlement.kind === "open") return { ok: false, refusal: busy(settlement.detail) };
  if (settlement.kind === "lost") {
    const at = settlement.reading.get(ref);
    if (tries === 1 || at?.record?.state !== "held" || at.record.epoch !== record.epoch) return { ok: false, refusal: lostTo(at) };
    return follow(ctx, { ref, oid: at.oid, record: at.record }, change, tries - 1);
  }
  const renewed: HeldLease = { ref, oid: update.to, record: next };
  ctx.confirmedMs.set(renewed, startedMs);
  return { ok: true, value: renewed };
}

/** An earlier change of this lease whose result is unknown is settled first, with its own OID; no new one meanwhile. */
export async function finishOpenAttempt(ctx: ClaimContext, held: HeldLease): Promise<Outcome<HeldLease>> {
  for (const attempt of await ctx.journal.open()) {
    const update = attempt.updates.find(({ ref, expected }) => ref === held.ref && expected === held.oid);
    if (update?.record === undefined || update.record === null) continue;
    const settlement = await settle(ctx, attempt);
    if (settlement.kind === "won") return { ok: true, value: { ref: update.ref, oid: update.to, record: update.record } };
    if (settlement.kind === "open") return { ok: false, refusal: busy(settlement.detail) };
    return { ok: false, refusal: lostTo(settlement.reading.get(held.ref)) };
  }
  return { ok: true, value: held };
}
