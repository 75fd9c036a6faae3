import type { ClaimContext } from "../../claims/context.ts";
import { loadCredential } from "../../claims/credentials.ts";
import { resumeLease } from "../../claims/resume.ts";
import type { HeldLease, Outcome } from "../../core/claim.ts";
import { SignalboxError } from "../../core/errors.ts";
import type { Git } from "../../git/git.ts";
import { systemClock, systemRandom } from "../../system/clock.ts";
import { openCache } from "../../workspaces/cache.ts";
import { claimsOf } from "../engine.ts";
import { openSite, type Site } from "../site.ts";

/** What a person, or an agent Signalbox did not start, needs to hold a claim: no coordinator, only the remote. */
export interface Elsewhere {
  readonly site: Site;
  readonly cache: Git;
  readonly claims: ClaimContext;
}

export async function openElsewhere(cwd: string): Promise<Elsewhere> {
  return elsewhereOf(await openSite(cwd));
}

export async function elsewhereOf(site: Site): Promise<Elsewhere> {
  const cache = await openCache(site.state, site.remote, site.config.main);
  return { site, cache, claims: claimsOf(site, cache, systemClock, systemRandom) };
}

/**
 * The claim of `task` that this user holds, as it is on the remote now.
 * @throws SignalboxError `not-found` without a credential for it.
 */
export async function ownClaim({ site, claims }: Elsewhere, task: string, session: string | null): Promise<Outcome<HeldLease>> {
  const credential = await loadCredential(site.state.credentials, task);
  if (credential === undefined || (session !== null && credential.record.session !== session)) {
    throw new SignalboxError("not-found", `expected a claim of ${task} made here${session === null ? "" : ` as ${session}`}, got none`, {
      hint: `signalbox claim ${task}`,
    });
  }
  return resumeLease(claims, credential.ref, credential.oid);
}

/** A claim as the contract has it (DESIGN §11). */
export function publicClaim({ record }: HeldLease): {
  readonly task: string;
  readonly session: string | null;
  readonly epoch: number;
  readonly expiresInMs: number;
} {
  return { task: record.name, session: record.session, epoch: record.epoch, expiresInMs: record.ttlMs };
}
