import { isTaskId } from "../core/ids.ts";
import type { ClaimContext } from "./context.ts";
import type { LeaseAt, LeaseReading } from "./lease-remote.ts";
import { hostRef } from "./refs.ts";

/** How much longer than a holder's own clock an observer waits: clocks may drift this far apart. */
const DRIFT = 0.1;

/** The share of its TTL after which a holder that could not renew stops writing, counted from the start of its last renewal. */
export const HOLDER_SHARE = 1 - DRIFT;

/**
 * For how many milliseconds this observer must still see each held lease unmoved before it may be stolen (0: now).
 * A claim that names a host lives by the host's ref and is not renewed itself, so both must have stood still. A host that
 * is gone from the remote counts as standing still.
 */
export async function remainingMs(ctx: ClaimContext, reading: LeaseReading): Promise<ReadonlyMap<string, number>> {
  const held = [...reading].filter(([, { record }]) => record?.state === "held");
  const hosts = await readHosts(ctx, reading);
  const oids = new Map([...held, ...hosts].map(([ref, { oid }]) => [ref, oid]));
  const unmovedMs = ctx.observations.see(oids, ctx.clock.monotonicMs());
  return new Map(
    held.map(([ref, { record }]) => {
      const host = hostOf(record) ?? ref;
      const ttlMs = hosts.get(host)?.record?.ttlMs ?? record?.ttlMs ?? 0;
      const unmoved = Math.min(unmovedMs.get(ref) ?? 0, hosts.has(host) ? (unmovedMs.get(host) ?? 0) : Infinity);
      return [ref, Math.max(0, ttlMs * (1 + DRIFT) + ctx.limits.roundTripMsMax - unmoved)];
    }),
  );
}

/** The refs of the hosts that the held claims name; read only when a claim is in the way. */
async function readHosts(ctx: ClaimContext, reading: LeaseReading): Promise<LeaseReading> {
  const refs = new Set([...reading.values()].map(({ record }) => hostOf(record)).filter((ref) => ref !== undefined));
  return refs.size === 0 ? new Map() : ctx.remote.read([...refs]);
}

/** The ref a claim lives by; undefined when it is renewed itself, or names a host no ref can have. */
function hostOf(record: LeaseAt["record"]): string | undefined {
  if (record === null || record.kind !== "claim" || record.state !== "held" || record.host === null) return undefined;
  return isTaskId(record.host) ? hostRef(record.host) : undefined;
}
