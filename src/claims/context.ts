import type { HeldLease, LeaseRecord } from "../core/claim.ts";
import type { Clock, Random } from "../core/ports.ts";
import type { AttemptJournal } from "./attempt-journal.ts";
import type { LeaseRemote } from "./lease-remote.ts";
import type { Observations } from "./observations.ts";

export interface ClaimLimits {
  /** The longest a push of another holder may be on its way; part of every wait before a steal. */
  readonly roundTripMsMax: number;
  /** Pushes of one attempt before it is left open in the journal and reported as busy. */
  readonly pushTriesMax: number;
  /** First pause between pushes; doubles, with jitter. */
  readonly retryMs: number;
}

const LIMITS: ClaimLimits = { roundTripMsMax: 10_000, pushTriesMax: 7, retryMs: 50 };

/** Everything the claim protocol needs from outside; every operation takes it first. */
export interface ClaimContext {
  readonly remote: LeaseRemote;
  readonly clock: Clock;
  readonly random: Random;
  readonly observations: Observations;
  readonly journal: AttemptJournal;
  readonly limits: ClaimLimits;
  /** When (monotonic) the push that confirmed a lease was *begun*; a lease read from disk is in none. */
  readonly confirmedMs: WeakMap<HeldLease, number>;
}

/** Ties the ports together; one context per process and remote. */
export function claimContext(
  parts: Pick<ClaimContext, "remote" | "clock" | "random" | "observations" | "journal"> & { readonly limits?: Partial<ClaimLimits> },
): ClaimContext {
  return { ...parts, limits: { ...LIMITS, ...parts.limits }, confirmedMs: new WeakMap() };
}

const NONCE_BYTES = 16;

/** `fields` as a new record of its own: without a fresh nonce two identical claims would be one OID, and both would win. */
export function freshRecord(ctx: ClaimContext, fields: Omit<LeaseRecord, "nonce">): LeaseRecord {
  return { ...fields, nonce: ctx.random.hex(NONCE_BYTES) };
}
