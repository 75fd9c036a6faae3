import type { LeaseRecord } from "../core/claim.ts";
import type { PushOutcome, RefUpdate } from "../git/push.ts";

/** What a coordination ref holds; `record` is null when the commit is no lease record (a submission, or damage). */
export interface LeaseAt {
  readonly oid: string;
  readonly record: LeaseRecord | null;
}

export type LeaseReading = ReadonlyMap<string, LeaseAt>;

/**
 * The git remote as the claim protocol needs it: atomic compare-and-swap of several refs, whose result may be unknown.
 * Implemented by real git (`gitLeaseRemote`) and by a model in memory for simulation; one differential test holds them equal.
 */
export interface LeaseRemote {
  /**
   * Refs that exist now, by full name, for full names and patterns `<directory>/*`.
   * @throws SignalboxError `remote-failed` when the remote cannot be read.
   */
  read(patterns: readonly string[]): Promise<LeaseReading>;
  /** Writes a record locally and returns its OID; `parent` is the record it follows. No ref moves. */
  write(record: LeaseRecord, parent: string | null): Promise<string>;
  /** The record of a commit read or written before, or null when it is unknown or no record. */
  record(oid: string): Promise<LeaseRecord | null>;
  /** Moves all refs or none. Refs that already hold their new value are not checked (git's `=`). Never rejects. */
  push(updates: readonly RefUpdate[]): Promise<PushOutcome>;
  /** Deletes refs that still hold what is expected: all or none. Never rejects. */
  remove(refs: readonly { readonly ref: string; readonly expected: string }[]): Promise<PushOutcome>;
}
