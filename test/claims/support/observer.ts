import { join } from "node:path";
import type { WantedLease } from "../../../src/claims/acquire.ts";
import { type ClaimContext, type ClaimLimits, claimContext } from "../../../src/claims/context.ts";
import { fileJournal } from "../../../src/claims/file-journal.ts";
import { fileObservations } from "../../../src/claims/file-observations.ts";
import { gitLeaseRemote } from "../../../src/claims/git-lease-remote.ts";
import type { LeaseRemote } from "../../../src/claims/lease-remote.ts";
import type { HeldLease, Outcome, Refusal } from "../../../src/core/claim.ts";
import type { Clock } from "../../../src/core/ports.ts";
import { Git } from "../../../src/git/git.ts";
import { writeCommit } from "../../../src/git/objects.ts";
import { type PushOutcome, pushAtomically, type RefUpdate } from "../../../src/git/push.ts";
import { treeOf } from "../../../src/git/refs.ts";
import { systemClock, systemRandom } from "../../../src/system/clock.ts";
import { git, temporaryDirectory } from "../../support/repository.ts";

export interface ObserverOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<ClaimLimits>;
  readonly boot?: string;
}

/** An observer with its own state directory, journal and observations, over any lease remote. */
export function observerOf(remote: LeaseRemote, state: string, options: ObserverOptions = {}): ClaimContext {
  return claimContext({
    remote,
    clock: options.clock ?? systemClock,
    random: systemRandom,
    observations: fileObservations(join(state, "observations.json"), options.boot ?? "this boot"),
    journal: fileJournal(join(state, "attempts")),
    limits: { roundTripMsMax: 1_000, retryMs: 10, ...options.limits },
  });
}

export interface Observer extends ClaimContext {
  readonly address: string;
  readonly git: Git;
}

/** An observer with a clone of its own. `address` is a path or a URL. */
export async function observer(address: string, options: ObserverOptions = {}): Promise<Observer> {
  const state = await temporaryDirectory();
  const cwd = join(state, "clone");
  await git(state, "clone", "-q", address, cwd);
  const clone = new Git({ cwd });
  return { ...observerOf(gitLeaseRemote(clone, address), state, options), address, git: clone };
}

/** What a landing pushes: main to a new commit on top of what this clone knows, together with the updates of fenced refs. */
export async function pushLanding(
  who: Pick<Observer, "git" | "address">,
  updates: readonly RefUpdate[],
): Promise<{ readonly outcome: PushOutcome; readonly tip: string }> {
  const base = await who.git.text(["rev-parse", "origin/main"]);
  const tip = await writeCommit(who.git, { tree: await treeOf(who.git, base), parents: [base], message: "QA-033: landed\n" });
  const main = { ref: "refs/heads/main", expected: base, to: tip };
  return { outcome: await pushAtomically(who.git, who.address, [main, ...updates]), tip };
}

/** A claim as a lone agent asks for it. */
export function wantedClaim(task: string, holder: string, more: Partial<WantedLease> = {}): WantedLease {
  return {
    kind: "claim",
    name: task,
    holder,
    host: null,
    session: `Session-20260105-${task}-${holder}`,
    base: null,
    footprint: [],
    ttlMs: 60_000,
    ...more,
  };
}

export function won<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(`expected a granted request, got ${JSON.stringify(outcome.refusal)}`);
}

export function refusedWith<T>(outcome: Outcome<T>): Refusal {
  if (!outcome.ok) return outcome.refusal;
  throw new Error(`expected a refusal, got ${JSON.stringify(outcome.value)}`);
}

/** What the remote's ref holds. */
export async function oidAt(remote: string, ref: string): Promise<string | undefined> {
  const line = await git(".", "ls-remote", remote, ref);
  return line === "" ? undefined : line.split("\t")[0];
}

export function epochOf(lease: HeldLease): number {
  return lease.record.epoch;
}
