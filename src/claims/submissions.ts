import type { HeldLease, Outcome } from "../core/claim.ts";
import { newAttempt } from "./attempt-journal.ts";
import type { ClaimContext } from "./context.ts";
import { renewedUpdate } from "./landing-updates.ts";
import { ALL_CLAIMS, ALL_SUBMISSIONS, claimRef, parseSubmissionRef, submissionRef } from "./refs.ts";
import { busy, lostTo, NOT_HOLDER } from "./refusals.ts";
import { finishOpenAttempt } from "./renew.ts";
import { settle } from "./settle.ts";

/** Work that waits on the remote for the lander; it outlives the agent and the host that made it. */
export interface Submission {
  readonly ref: string;
  readonly task: string;
  readonly epoch: number;
  /** The commit to land. */
  readonly head: string;
  /** The claim it was made under; null when that epoch has ended: the work is kept, and must not land. */
  readonly claim: HeldLease | null;
}

const STILL_WAITING = "an earlier submission of this claim still waits to be landed";

/**
 * Hands in `head` (present locally) as the work of a claim: one atomic push that creates the submission's ref and renews
 * the claim, so that a stolen claim cannot submit. Handing in the same commit again is harmless; another one waits until
 * the first is taken.
 */
export async function submitWork(
  ctx: ClaimContext,
  held: HeldLease,
  head: string,
): Promise<Outcome<{ readonly submission: string; readonly lease: HeldLease }>> {
  if (held.record.kind !== "claim" || held.record.state !== "held") return { ok: false, refusal: NOT_HOLDER };
  const latest = await finishOpenAttempt(ctx, held);
  if (!latest.ok) return latest;
  const { ref, record } = latest.value;
  const submission = submissionRef(record.name, record.epoch);
  const at = (await ctx.remote.read([submission])).get(submission);
  if (at?.oid === head) return { ok: true, value: { submission, lease: latest.value } };
  if (at !== undefined) return { ok: false, refusal: busy(STILL_WAITING) };
  const { update, lease } = await renewedUpdate(ctx, latest.value);
  const attempt = newAttempt(ctx, [
    { ref: submission, expected: null, to: head, record: null },
    { ...update, record: lease.record },
  ]);
  const settlement = await settle(ctx, attempt);
  if (settlement.kind === "open") return { ok: false, refusal: busy(settlement.detail) };
  if (settlement.kind === "lost") {
    const refusal = settlement.moved.includes(ref) ? lostTo(settlement.reading.get(ref)) : busy(STILL_WAITING);
    return { ok: false, refusal };
  }
  if (settlement.gone.includes(ref)) return { ok: false, refusal: lostTo(undefined) };
  return { ok: true, value: { submission, lease } };
}

/** What waits on the remote, by task, each with its claim if that still stands. The heads are fetched. */
export async function listSubmissions(ctx: ClaimContext): Promise<readonly Submission[]> {
  const reading = await ctx.remote.read([ALL_SUBMISSIONS, ALL_CLAIMS]);
  const submissions = [...reading].flatMap(([ref, { oid }]) => {
    const name = parseSubmissionRef(ref);
    if (name === undefined) return [];
    const claim = claimRef(name.task);
    const { oid: claimOid, record } = reading.get(claim) ?? {};
    const stands = claimOid !== undefined && record?.state === "held" && record.epoch === name.epoch;
    return [{ ref, ...name, head: oid, claim: stands ? { ref: claim, oid: claimOid, record } : null }];
  });
  return submissions.sort((a, b) => (a.task === b.task ? a.epoch - b.epoch : a.task < b.task ? -1 : 1));
}

/** Takes a submission off the remote once its work is safe here. @returns false when it was not removed; ask again. */
export async function closeSubmission(ctx: ClaimContext, submission: Submission): Promise<boolean> {
  const outcome = await ctx.remote.remove([{ ref: submission.ref, expected: submission.head }]);
  if (outcome.kind === "done") return true;
  return !(await ctx.remote.read([submission.ref])).has(submission.ref);
}
