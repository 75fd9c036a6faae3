import { z } from "zod";

/**
 * The message of a commit under `refs/signalbox/claims/<task>`, `…/hosts/<host>` or `…/lander` (DESIGN §5).
 * The commit's tree is empty and its parent is the previous record of the same ref: the audit chain.
 *
 * held      somebody has it. Renewed with the same epoch; stolen (epoch + 1) only after locally observed expiry.
 * released  given back; anyone may take it with epoch + 1.
 * landed    the task is on main; reopening takes epoch + 1. Never deleted, or epochs would restart.
 */
export const LEASE_STATES = ["held", "released", "landed"] as const;

export const leaseRecordSchema = z.object({
  kind: z.enum(["claim", "host", "lander"]),
  /** Task id, host id, or "lander". */
  name: z.string().min(1).max(128),
  state: z.enum(LEASE_STATES),
  epoch: z.int().positive(),
  /** Who: `agent@host:pid` or a person's name; untrusted text, shown, never interpreted. */
  holder: z.string().min(1).max(200),
  /** The host whose ref keeps this claim alive; null for a person or a lone agent, who renew it themselves. */
  host: z.string().max(128).nullable(),
  session: z.string().max(128).nullable(),
  /** 128 random bits: without it two identical claims would both "win". */
  nonce: z.string().regex(/^[0-9a-f]{32}$/),
  /** Commit of main the work starts from; null for hosts and the lander. */
  base: z.string().nullable(),
  footprint: z.array(z.string().max(1000)).max(1000),
  ttlMs: z.int().positive(),
});

export type LeaseRecord = z.infer<typeof leaseRecordSchema>;

/** A record together with the commit that carries it: (epoch, oid) is the fencing token. */
export interface HeldLease {
  readonly ref: string;
  readonly oid: string;
  readonly record: LeaseRecord;
}

/** An expected "no", never an exception: who holds it, for how long at least, and what to do next. */
export interface Refusal {
  readonly code: "held" | "lost" | "landed" | "out-of-lease" | "unprotected" | "not-holder" | "busy";
  readonly holder: string | null;
  /** Milliseconds until it may be asked for again, as far as this observer can tell. */
  readonly untilMs: number | null;
  readonly next: string;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
