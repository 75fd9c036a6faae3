/**
 * What this observer saw of other holders' leases. Wall clocks of different machines are never compared: a lease has
 * expired when *this* observer, on its own monotonic clock, saw the same OID for long enough.
 */
export interface Observations {
  /**
   * Records that each ref holds its OID at `nowMs` (monotonic), and returns for how many milliseconds each has been seen
   * holding it: 0 at first sight, after a move, and after a reboot.
   */
  see(oids: ReadonlyMap<string, string>, nowMs: number): ReadonlyMap<string, number>;
}

export interface Sighting {
  readonly oid: string;
  readonly firstSeenMs: number;
}

/** The sightings after looking at `oids`: what has not moved keeps its first sight, what moved starts anew. */
export function mergeSightings(
  before: ReadonlyMap<string, Sighting>,
  oids: ReadonlyMap<string, string>,
  nowMs: number,
): Map<string, Sighting> {
  const after = new Map(before);
  for (const [ref, oid] of oids) {
    const earlier = before.get(ref);
    // A first sight in the future is from another clock; believing it could end a wait early.
    const kept = earlier !== undefined && earlier.oid === oid && earlier.firstSeenMs <= nowMs;
    if (kept) continue;
    after.delete(ref);
    after.set(ref, { oid, firstSeenMs: nowMs });
  }
  return after;
}
