import type { HeldLease, LeaseRecord, Outcome, Refusal } from "../core/claim.ts";
import { SignalboxError } from "../core/errors.ts";
import { type AttemptedUpdate, newAttempt } from "./attempt-journal.ts";
import { type ClaimContext, freshRecord } from "./context.ts";
import type { LeaseAt, LeaseReading } from "./lease-remote.ts";
import { remainingMs } from "./liveness.ts";
import { leaseRef } from "./refs.ts";
import { alreadyLanded, busy, heldBy } from "./refusals.ts";
import { settle } from "./settle.ts";

/** A lease somebody asks for; the rest of its record is the protocol's. */
export interface WantedLease extends Omit<LeaseRecord, "state" | "epoch" | "nonce"> {
  /** Take a task that has landed once more, with the next epoch. */
  readonly reopen?: boolean;
}

/** Asks for one lease. See `acquireLeases`. */
export async function acquireLease(ctx: ClaimContext, wanted: WantedLease): Promise<Outcome<HeldLease>> {
  const [outcome] = await acquireLeases(ctx, [wanted]);
  if (outcome === undefined) throw new SignalboxError("bug", "expected one outcome for one wanted lease, got none");
  return outcome;
}

/**
 * Asks for several leases in one push; the answers are in the order of `wanted`. A lease that is absent or given back is
 * taken with the next epoch, one that this observer saw unmoved for long enough is stolen, any other is refused. Leases
 * that are refused do not keep the others from being taken. Asking again with the same session is harmless: it returns
 * the lease, and an attempt whose result was unknown goes on with the same OID.
 * @throws SignalboxError `remote-failed` when the remote cannot be read or forbids coordination refs.
 */
export async function acquireLeases(ctx: ClaimContext, wanted: readonly WantedLease[]): Promise<readonly Outcome<HeldLease>[]> {
  const asked = byRef(wanted);
  const outcomes = new Map<string, Outcome<HeldLease>>();
  await finishOpenAttempts(ctx, asked, outcomes);
  const undecided = [...asked.keys()].filter((ref) => !outcomes.has(ref));
  if (undecided.length > 0) await takeWhatIsFree(ctx, asked, undecided, outcomes);
  return [...asked.keys()].map((ref) => outcomes.get(ref) ?? refused(busy("it was not decided")));
}

function byRef(wanted: readonly WantedLease[]): ReadonlyMap<string, WantedLease> {
  const asked = new Map(wanted.map((lease) => [leaseRef(lease), lease]));
  if (asked.size === wanted.length) return asked;
  throw new SignalboxError("bad-input", "expected each lease once in a request, got one twice", { hint: "ask for every task once" });
}

/** A crash or an unknown result left an attempt for these very leases: that OID is settled before any new one is made. */
async function finishOpenAttempts(
  ctx: ClaimContext,
  asked: ReadonlyMap<string, WantedLease>,
  outcomes: Map<string, Outcome<HeldLease>>,
): Promise<void> {
  for (const attempt of await ctx.journal.open()) {
    const ours = attempt.updates.filter(({ ref, record }) => record?.state === "held" && isClaimant(record, asked.get(ref)));
    if (ours.length === 0) continue;
    const settlement = await settle(ctx, attempt);
    for (const update of ours) {
      if (settlement.kind === "won" && !settlement.gone.includes(update.ref)) outcomes.set(update.ref, held(update));
      if (settlement.kind === "open") outcomes.set(update.ref, refused(busy(settlement.detail)));
    }
  }
}

async function takeWhatIsFree(
  ctx: ClaimContext,
  asked: ReadonlyMap<string, WantedLease>,
  refs: readonly string[],
  outcomes: Map<string, Outcome<HeldLease>>,
): Promise<void> {
  const reading = await ctx.remote.read(refs);
  const waits = await remainingMs(ctx, reading);
  const updates: AttemptedUpdate[] = [];
  for (const ref of refs) {
    const wanted = asked.get(ref);
    if (wanted === undefined) continue;
    const at = reading.get(ref);
    const decision = decide(wanted, ref, at, waits.get(ref) ?? 0);
    if (decision.kind === "answer") outcomes.set(ref, decision.outcome);
    else updates.push(await prepare(ctx, wanted, ref, at, decision.epoch));
  }
  await pushDroppingLost(ctx, updates, outcomes);
}

type Decision = { readonly kind: "answer"; readonly outcome: Outcome<HeldLease> } | { readonly kind: "take"; readonly epoch: number };

/** What the remote's state allows: pure, so that every case can be read here. */
function decide(wanted: WantedLease, ref: string, at: LeaseAt | undefined, waitMs: number): Decision {
  if (at === undefined) return { kind: "take", epoch: 1 };
  const { oid, record } = at;
  if (record === null) return { kind: "answer", outcome: refused(heldBy(at, waitMs)) };
  const next: Decision = { kind: "take", epoch: record.epoch + 1 };
  switch (record.state) {
    case "released":
      return next;
    case "landed":
      return wanted.reopen === true ? next : { kind: "answer", outcome: refused(alreadyLanded(at)) };
    case "held":
      // A session id is random, so the same session is the same claimant; a holder's name alone proves nothing.
      if (record.session !== null && isClaimant(record, wanted))
        return { kind: "answer", outcome: { ok: true, value: { ref, oid, record } } };
      return waitMs <= 0 ? next : { kind: "answer", outcome: refused(heldBy(at, waitMs)) };
  }
}

function isClaimant(record: LeaseRecord, wanted: WantedLease | undefined): boolean {
  return wanted !== undefined && record.session === wanted.session && record.holder === wanted.holder;
}

async function prepare(
  ctx: ClaimContext,
  wanted: WantedLease,
  ref: string,
  at: LeaseAt | undefined,
  epoch: number,
): Promise<AttemptedUpdate> {
  const { reopen: _, ...fields } = wanted;
  const record = freshRecord(ctx, { ...fields, state: "held", epoch });
  const expected = at?.oid ?? null;
  return { ref, expected, to: await ctx.remote.write(record, expected), record };
}

/** One atomic push fails as a whole when one lease is lost, so lost ones are answered and the others pushed again, same OIDs. */
async function pushDroppingLost(
  ctx: ClaimContext,
  updates: readonly AttemptedUpdate[],
  outcomes: Map<string, Outcome<HeldLease>>,
): Promise<void> {
  let remaining = updates;
  while (remaining.length > 0) {
    const startedMs = ctx.clock.monotonicMs();
    const settlement = await settle(ctx, newAttempt(ctx, remaining));
    if (settlement.kind !== "lost") {
      for (const update of remaining) {
        const outcome = settlement.kind === "won" ? held(update) : refused(busy(settlement.detail));
        outcomes.set(update.ref, outcome);
        if (outcome.ok) ctx.confirmedMs.set(outcome.value, startedMs);
      }
      return;
    }
    await answerLost(ctx, settlement.moved, settlement.reading, outcomes);
    remaining = remaining.filter(({ ref }) => !settlement.moved.includes(ref));
  }
}

/** Somebody was faster; what they did with it by now decides what the asker is told. */
async function answerLost(
  ctx: ClaimContext,
  refs: readonly string[],
  reading: LeaseReading,
  outcomes: Map<string, Outcome<HeldLease>>,
): Promise<void> {
  const waits = await remainingMs(ctx, reading);
  for (const ref of refs) {
    outcomes.set(ref, refused(whyLost(reading.get(ref), waits.get(ref) ?? 0)));
  }
}

function whyLost(at: LeaseAt | undefined, waitMs: number): Refusal {
  if (at === undefined || at.record?.state === "released") return busy("it changed hands meanwhile");
  return at.record?.state === "landed" ? alreadyLanded(at) : heldBy(at, waitMs);
}

function held({ ref, to, record }: AttemptedUpdate): Outcome<HeldLease> {
  if (record === null) throw new SignalboxError("bug", `expected a record for ${ref}, got none`);
  return { ok: true, value: { ref, oid: to, record } };
}

function refused(refusal: Refusal): Outcome<never> {
  return { ok: false, refusal };
}
