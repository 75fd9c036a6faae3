import type { LeaseRecord } from "../core/claim.ts";
import type { PushOutcome } from "../git/push.ts";
import { type ClaimContext, freshRecord } from "./context.ts";

/**
 * Tries on a ref of its own what claims rely on: creating, refusing a second creation, updating, all-or-nothing, deleting.
 * @returns what does not work, in words for a person; undefined when everything does.
 */
export async function probeRemote(ctx: ClaimContext): Promise<string | undefined> {
  const ref = `refs/signalbox/probe/${ctx.random.hex(8)}`;
  const first = await ctx.remote.write(freshRecord(ctx, PROBE), null);
  const second = await ctx.remote.write(freshRecord(ctx, PROBE), first);
  const other = { ref: `${ref}-2`, expected: null, to: first };

  const created = await ctx.remote.push([{ ref, expected: null, to: first }]);
  if (created.kind !== "done") return failed("create a ref under refs/signalbox/", created);
  const again = await ctx.remote.push([other, { ref, expected: null, to: second }]);
  const reading = await ctx.remote.read([ref, other.ref]);
  if (again.kind === "done" || reading.get(ref)?.oid !== first)
    return "expected the remote to refuse a lease that does not match, got a push";
  if (reading.has(other.ref)) return "expected the remote to move all refs of a push or none, got one of two";
  const updated = await ctx.remote.push([{ ref, expected: first, to: second }]);
  if (updated.kind !== "done") return failed("update a ref under refs/signalbox/", updated);
  const removed = await ctx.remote.remove([{ ref, expected: second }]);
  return removed.kind === "done" ? undefined : failed("delete a ref under refs/signalbox/", removed);
}

const PROBE: Omit<LeaseRecord, "nonce"> = {
  kind: "host",
  name: "probe",
  state: "released",
  epoch: 1,
  holder: "signalbox doctor",
  host: null,
  session: null,
  base: null,
  footprint: [],
  ttlMs: 1,
};

function failed(what: string, outcome: Exclude<PushOutcome, { readonly kind: "done" }>): string {
  return `expected the remote to let us ${what}, got \`${outcome.detail.slice(0, 300)}\``;
}
