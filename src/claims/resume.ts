import type { HeldLease, Outcome } from "../core/claim.ts";
import type { ClaimContext } from "./context.ts";
import { busy, lostTo, NOT_HOLDER } from "./refusals.ts";
import { settle } from "./settle.ts";

/**
 * Takes up a lease after a restart, by the OID the store remembers. Renewals may have followed that the store never
 * heard of: one epoch has one holder, so a held record of the same epoch is still ours. Settles what was left open first.
 */
export async function resumeLease(ctx: ClaimContext, ref: string, oid: string): Promise<Outcome<HeldLease>> {
  for (const attempt of await ctx.journal.open()) {
    if (!attempt.updates.some((update) => update.ref === ref)) continue;
    const settlement = await settle(ctx, attempt);
    if (settlement.kind === "open") return { ok: false, refusal: busy(settlement.detail) };
  }
  const at = (await ctx.remote.read([ref])).get(ref);
  const remembered = at?.oid === oid ? at.record : await ctx.remote.record(oid);
  if (at?.record === undefined || at.record === null || at.record.epoch !== remembered?.epoch) return { ok: false, refusal: lostTo(at) };
  if (at.record.state !== "held") return { ok: false, refusal: NOT_HOLDER };
  return { ok: true, value: { ref, oid: at.oid, record: at.record } };
}

/**
 * Settles everything a crash left open and returns the leases that turned out to be held. For the one process that owns
 * the journal, before it does anything else.
 */
export async function recoverLeases(ctx: ClaimContext): Promise<readonly HeldLease[]> {
  const recovered: HeldLease[] = [];
  for (const attempt of await ctx.journal.open()) {
    const settlement = await settle(ctx, attempt);
    if (settlement.kind !== "won") continue;
    for (const { ref, to, record } of attempt.updates) {
      if (record?.state === "held" && !settlement.gone.includes(ref)) recovered.push({ ref, oid: to, record });
    }
  }
  return recovered;
}
