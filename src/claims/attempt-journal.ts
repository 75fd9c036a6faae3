import type { LeaseRecord } from "../core/claim.ts";
import type { Random } from "../core/ports.ts";
import type { RefUpdate } from "../git/push.ts";

/** One leased update that is about to be pushed; `record` is null for a ref that carries work instead of a record. */
export interface AttemptedUpdate extends RefUpdate {
  readonly record: LeaseRecord | null;
}

/** A push that was begun and whose result may be unknown: the same OIDs are pushed again until it is known. */
export interface LeaseAttempt {
  readonly id: string;
  readonly updates: readonly AttemptedUpdate[];
}

/** Attempts are journalled before they are pushed, so that a restart knows every OID that may have moved a ref (DESIGN §5). */
export interface AttemptJournal {
  /** Durable before it resolves. */
  begin(attempt: LeaseAttempt): Promise<void>;
  /** The attempt's result is known. */
  end(id: string): Promise<void>;
  /** Attempts without a known result that no other living process is working on, oldest first. */
  open(): Promise<readonly LeaseAttempt[]>;
}

/** An attempt under a name of its own. */
export function newAttempt({ random }: { readonly random: Random }, updates: readonly AttemptedUpdate[]): LeaseAttempt {
  return { id: random.hex(8), updates };
}
