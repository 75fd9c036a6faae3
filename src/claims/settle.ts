import { messageOf, SignalboxError } from "../core/errors.ts";
import type { PushOutcome } from "../git/push.ts";
import type { LeaseAttempt } from "./attempt-journal.ts";
import type { ClaimContext } from "./context.ts";
import type { LeaseReading } from "./lease-remote.ts";

/**
 * What became of an attempt.
 *
 * won   the remote took it, now or in an earlier push of the same OIDs; `gone` are the refs that others hold by now.
 * lost  it never will: `moved` are the refs that hold neither what was expected nor what was attempted. OIDs never come
 *       back (each record has a nonce), so the lease of such a ref can never match again.
 * open  not known yet: the attempt stays in the journal, and only its own OIDs may be pushed for it.
 */
export type Settlement =
  | { readonly kind: "won"; readonly gone: readonly string[] }
  | { readonly kind: "lost"; readonly moved: readonly string[]; readonly reading: LeaseReading }
  | { readonly kind: "open"; readonly detail: string };

/**
 * Journals the attempt, then pushes it and reads the remote until its result is known or the tries are used up. Every
 * retry pushes the same OIDs: a push that seemed to fail may have landed, or may still land (DESIGN §5).
 * @throws SignalboxError `remote-failed` when the remote forbids coordination refs.
 */
export async function settle(ctx: ClaimContext, attempt: LeaseAttempt): Promise<Settlement> {
  await ctx.journal.begin(attempt);
  const settlement = await pushUntilKnown(ctx, attempt);
  if (settlement.kind !== "open") await ctx.journal.end(attempt.id);
  return settlement;
}

async function pushUntilKnown(ctx: ClaimContext, attempt: LeaseAttempt): Promise<Settlement> {
  const { pushTriesMax, retryMs } = ctx.limits;
  let missing = attempt.updates;
  let detail = "no push was made";
  for (let tries = 0; tries < pushTriesMax; tries++) {
    if (tries > 0) await ctx.clock.sleep(retryMs * 2 ** (tries - 1) * (0.5 + ctx.random.fraction()));
    const outcome = await ctx.remote.push(missing);
    const isWhole = missing.length === attempt.updates.length;
    if (outcome.kind === "done" && isWhole) return { kind: "won", gone: [] };
    if (outcome.kind !== "done") detail = outcome.detail;
    const reading = await ctx.remote.read(attempt.updates.map(({ ref }) => ref)).catch((error: unknown) => messageOf(error));
    if (typeof reading === "string") {
      detail = `${detail}; ${reading}`;
      continue;
    }
    const seen = judge(attempt, reading);
    if (seen.kind !== "unfinished") return seen;
    missing = seen.missing;
    if (isWhole) await assertPermitted(ctx, attempt, outcome);
  }
  return { kind: "open", detail };
}

/**
 * What the remote's refs say about an attempt, and what is still missing there while they decide nothing. Git moves the
 * refs of an atomic push one by one, so a receiver killed in between leaves some moved and some not (met in tests), and
 * one still at work looks the same: what is missing is pushed again, each ref under its lease.
 */
function judge(
  { updates }: LeaseAttempt,
  reading: LeaseReading,
): Settlement | { readonly kind: "unfinished"; readonly missing: LeaseAttempt["updates"] } {
  const oidAt = (ref: string) => reading.get(ref)?.oid ?? null;
  const missing = updates.filter(({ ref, expected }) => oidAt(ref) === expected);
  const moved = updates.filter(({ ref, expected, to }) => oidAt(ref) !== expected && oidAt(ref) !== to).map(({ ref }) => ref);
  const isBegun = missing.length + moved.length < updates.length;
  if (!isBegun && moved.length > 0) return { kind: "lost", moved, reading };
  return missing.length > 0 ? { kind: "unfinished", missing } : { kind: "won", gone: moved };
}

/** A hook or a branch rule will refuse the next push as well: nobody's claim is in the way, the remote's set-up is. */
async function assertPermitted(ctx: ClaimContext, attempt: LeaseAttempt, outcome: PushOutcome): Promise<void> {
  if (outcome.kind !== "refused" || !outcome.byHook) return;
  await ctx.journal.end(attempt.id);
  throw new SignalboxError("remote-failed", `expected the remote to accept coordination refs, got \`${outcome.detail.slice(0, 300)}\``, {
    hint: "allow pushes to refs/signalbox/* on the remote; signalbox doctor probes them",
  });
}
