import { messageOf, SignalboxError } from "../core/errors.ts";
import type { Clock, Random } from "../core/ports.ts";
import { fetchBranch, trackingRef } from "../git/fetch-branch.ts";
import type { Git } from "../git/git.ts";
import { type PushOutcome, pushAtomically, type RefUpdate } from "../git/push.ts";
import { compareAndSwapRef, isAncestor, listRemoteRefs, treeOf } from "../git/refs.ts";
import type { PushAttempt } from "../store/rows.ts";
import type { Candidate } from "./candidate.ts";
import { clearStaleLocks } from "./stale-locks.ts";

/** Durable before `open` resolves; an attempt stays open until its result is known. */
export interface LandingJournal {
  open(attempt: PushAttempt): Promise<void>;
  close(id: string, outcome: "landed" | "refused" | "absent"): Promise<void>;
}

export interface LanderContext {
  readonly cache: Git;
  /** The remote's address: a path or URL. */
  readonly remote: string;
  /** Name of the main branch. */
  readonly main: string;
  readonly journal: LandingJournal;
  readonly clock: Clock;
  readonly random: Random;
  /** Sent with the push: the lander's token where the remote is protected. */
  readonly pushOptions?: readonly string[];
  /** Pushes of the same OIDs before giving up for now; default 12, which outlasts the minute a stale lock is left alone. */
  readonly triesMax?: number;
  /** Time for one push; default 60,000. */
  readonly pushTimeoutMs?: number;
}

/**
 * What became of a push attempt. All but `unresolved` are final and close its journal entry.
 *
 * landed      main contains the commit; `main` is where it is now (others may have landed on top).
 * main-moved  someone else moved main to `main`: adopt it, build and gate again. Nothing of the attempt moved.
 * lease-lost  these claim or lander refs are not ours any more: drop their changes (or stop being the lander).
 * refused     the remote will not have it, though every ref is as expected: a hook, a rule, missing permission.
 * unresolved  not known; it may still land. Build nothing new: call `resolveAttempt` until it is resolved.
 */
export type LandingOutcome =
  | { readonly kind: "landed"; readonly main: string }
  | { readonly kind: "main-moved"; readonly main: string }
  | { readonly kind: "lease-lost"; readonly refs: readonly string[] }
  | { readonly kind: "refused"; readonly detail: string; readonly byHook: boolean }
  | { readonly kind: "unresolved"; readonly detail: string };

export interface LandingPush {
  readonly candidate: Candidate;
  /** Tree the gates passed. */
  readonly testedTree: string;
  /** One update per claim of a landed task, and the lander's; every one changes its ref (DESIGN §5). */
  readonly leases: readonly RefUpdate[];
}

const TRIES_MAX = 12;
const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 8_000;

/**
 * Lands a candidate: checks that its exact tree was tested and that main only moves forward, journals the attempt, then
 * one atomic push with a lease for every ref.
 * @throws SignalboxError `bug` when the tree is not the tested one, the base is no ancestor, or a lease changes nothing.
 */
export async function pushCandidate(context: LanderContext, { candidate, testedTree, leases }: LandingPush): Promise<LandingOutcome> {
  const { tip, base, links } = candidate;
  const main = { ref: `refs/heads/${context.main}`, expected: base, to: tip };
  await assertLandable(context.cache, candidate, testedTree, leases);
  const attempt: PushAttempt = {
    id: context.random.hex(8),
    commit: tip,
    tree: testedTree,
    base,
    changes: links.map(({ change }) => change.id),
    updates: [main, ...leases],
  };
  await context.journal.open(attempt);
  return finish(context, attempt, await push(context, attempt.updates));
}

/**
 * Resolves an attempt whose result is not known, after a restart or an `unresolved`: it landed if main contains its
 * commit; it is dead if main or a lease moved otherwise, because then its leases can never match again; else what is
 * missing of the SAME OIDs is pushed again.
 */
export async function resolveAttempt(context: LanderContext, attempt: PushAttempt): Promise<LandingOutcome> {
  return finish(context, attempt, { kind: "unknown", detail: "the result of an earlier push is not known" });
}

async function assertLandable(cache: Git, { tip, base }: Candidate, testedTree: string, leases: readonly RefUpdate[]): Promise<void> {
  const [tree, isForward] = await Promise.all([treeOf(cache, tip), isAncestor(cache, base, tip)]);
  if (tree !== testedTree) throw new SignalboxError("bug", `expected to land the tested tree ${testedTree}, got \`${tree}\``);
  if (!isForward || tip === base) throw new SignalboxError("bug", `expected main to move forward from ${base}, got \`${tip}\``);
  const unchanged = leases.find(({ expected, to }) => expected === to);
  // Git reports an unchanged ref as `=` and checks nothing: a zombie would land.
  if (unchanged !== undefined) throw new SignalboxError("bug", `expected every fenced ref to change, got \`${unchanged.ref}\` unchanged`);
}

function push(context: LanderContext, updates: readonly RefUpdate[]): Promise<PushOutcome> {
  const { cache, remote, pushOptions, pushTimeoutMs } = context;
  return pushAtomically(cache, remote, updates, {
    ...(pushOptions === undefined ? {} : { pushOptions }),
    ...(pushTimeoutMs === undefined ? {} : { timeoutMs: pushTimeoutMs }),
  });
}

async function finish(context: LanderContext, attempt: PushAttempt, firstResult: PushOutcome): Promise<LandingOutcome> {
  const outcome = await resolve(context, attempt, firstResult);
  switch (outcome.kind) {
    case "landed":
      await context.journal.close(attempt.id, "landed");
      break;
    case "refused":
      await context.journal.close(attempt.id, "refused");
      break;
    case "main-moved":
    case "lease-lost":
      await context.journal.close(attempt.id, "absent");
      break;
    case "unresolved":
      break;
  }
  return outcome;
}

async function resolve(context: LanderContext, attempt: PushAttempt, firstResult: PushOutcome): Promise<LandingOutcome> {
  const { clock, random, triesMax = TRIES_MAX } = context;
  let result = firstResult;
  let mayHaveLanded = false;
  for (let round = 0; ; round++) {
    if (result.kind === "done") return landed(context, attempt);
    mayHaveLanded ||= result.kind === "unknown";
    const seen = await look(context, attempt).catch((error: unknown) => messageOf(error));
    if (typeof seen === "object" && "kind" in seen) return seen;
    const missing = typeof seen === "string" ? attempt.updates : seen;
    mayHaveLanded ||= missing.length < attempt.updates.length;
    // Every ref is as expected and no push of ours is under way anywhere: this "no" is the remote's own will.
    if (typeof seen === "object" && result.kind === "refused" && !mayHaveLanded && !isLockTrouble(result.detail)) {
      return { kind: "refused", detail: result.detail, byHook: result.byHook };
    }
    if (round >= triesMax) return { kind: "unresolved", detail: typeof seen === "string" ? seen : result.detail };
    if (isLockTrouble(result.detail)) await clearStaleLocks(context.remote, attempt.updates, clock.now());
    const backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** round);
    if (round > 0) await clock.sleep(backoffMs * (0.5 + random.fraction()));
    result = await push(context, missing);
  }
}

async function landed({ cache, main }: LanderContext, { base, commit }: PushAttempt): Promise<LandingOutcome> {
  // Only the cache's view of main: when a fetch is faster or in the way, it is right without us.
  await compareAndSwapRef(cache, trackingRef(main), base, commit);
  return { kind: "landed", main: commit };
}

/**
 * The attempt's result as the remote shows it; or, while it is not decided, the updates that are still missing there.
 *
 * `--atomic` is not proof against kill -9: git moves the refs of a transaction one by one. A receive-pack killed in between
 * leaves main moved and claims not, or the reverse (both met in tests), and one that is still at work looks the same. So
 * leases are read before main, a lease at our own new value is not lost, and what is missing is pushed, each ref with its
 * lease, until all of it is there.
 */
async function look(context: LanderContext, { commit, base, updates }: PushAttempt): Promise<LandingOutcome | readonly RefUpdate[]> {
  const { cache, remote } = context;
  const mainRef = `refs/heads/${context.main}`;
  const leases = updates.filter(({ ref }) => ref !== mainRef);
  const refs =
    leases.length === 0
      ? new Map<string, string>()
      : await listRemoteRefs(
          cache,
          remote,
          leases.map(({ ref }) => ref),
        );
  const now = (ref: string) => refs.get(ref) ?? null;
  const main = await fetchBranch(cache, remote, context.main);
  const isThere = await isAncestor(cache, commit, main);
  if (!isThere && main !== base) return { kind: "main-moved", main };
  // Once main holds the landing, a lease with another value belongs to whatever came after.
  const lost = isThere ? [] : leases.filter(({ ref, expected, to }) => now(ref) !== expected && now(ref) !== to);
  if (lost.length > 0) return { kind: "lease-lost", refs: lost.map(({ ref }) => ref) };
  const missing = updates.filter(({ ref, expected }) => (ref === mainRef ? !isThere : now(ref) === expected));
  return missing.length === 0 ? { kind: "landed", main } : missing;
}

function isLockTrouble(detail: string): boolean {
  return /\.lock|cannot lock ref|failed to lock|failed to update ref|atomic transaction failed/i.test(detail);
}
