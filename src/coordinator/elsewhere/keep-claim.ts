import { removeCredential, saveCredential } from "../../claims/credentials.ts";
import { listLeases } from "../../claims/list-leases.ts";
import { extendClaim, releaseLease, renewLease } from "../../claims/renew.ts";
import type { HeldLease, Outcome, Refusal } from "../../core/claim.ts";
import { firstOverlap } from "../../core/paths.ts";
import { type Elsewhere, ownClaim } from "./elsewhere.ts";

/** Keeps a claim for another while. */
export async function renewTask(elsewhere: Elsewhere, task: string, session: string | null): Promise<Outcome<HeldLease>> {
  const held = await ownClaim(elsewhere, task, session);
  return held.ok ? saved(elsewhere, await renewLease(elsewhere.claims, held.value)) : held;
}

/** Asks for more paths; refused while another claim covers one of them. */
export async function extendTask(
  elsewhere: Elsewhere,
  task: string,
  session: string | null,
  paths: readonly string[],
): Promise<Outcome<HeldLease>> {
  const held = await ownClaim(elsewhere, task, session);
  if (!held.ok) return held;
  const taken = await holderOf(elsewhere, task, paths);
  if (taken !== undefined) return { ok: false, refusal: taken };
  const whole = [...new Set([...held.value.record.footprint, ...paths])];
  return saved(elsewhere, await extendClaim(elsewhere.claims, held.value, whole));
}

/** Gives a claim back; its epoch stays used. */
export async function releaseTask(elsewhere: Elsewhere, task: string, session: string | null): Promise<Outcome<HeldLease>> {
  const held = await ownClaim(elsewhere, task, session);
  const released = held.ok ? await releaseLease(elsewhere.claims, held.value) : held;
  // Lost or landed meanwhile: nothing is held any more either way.
  if (released.ok || released.refusal.code !== "busy") await removeCredential(elsewhere.site.state.credentials, task);
  return released;
}

/** The claim's commit changes with every operation, so its credential is kept anew. */
async function saved({ site }: Elsewhere, outcome: Outcome<HeldLease>): Promise<Outcome<HeldLease>> {
  if (outcome.ok) await saveCredential(site.state.credentials, outcome.value);
  return outcome;
}

async function holderOf({ claims }: Elsewhere, task: string, paths: readonly string[]): Promise<Refusal | undefined> {
  for (const { record, expiresInMs } of await listLeases(claims)) {
    if (record.kind !== "claim" || record.state !== "held" || record.name === task) continue;
    const overlap = firstOverlap(paths, record.footprint);
    if (overlap === undefined) continue;
    return {
      code: "out-of-lease",
      holder: record.holder,
      untilMs: expiresInMs,
      next: `${record.name} holds ${overlap[1]}: work on other paths, or wait until it has landed`,
    };
  }
  return undefined;
}
