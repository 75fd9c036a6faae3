import { saveCredential } from "../../claims/credentials.ts";
import { submitWork } from "../../claims/submissions.ts";
import type { HeldLease, Outcome } from "../../core/claim.ts";
import { writeCommit } from "../../git/objects.ts";
import { treeOf } from "../../git/refs.ts";
import { importCommits } from "../../workspaces/import-commits.ts";
import { PART_MARK } from "../steps/take-submissions.ts";
import { type Elsewhere, ownClaim } from "./elsewhere.ts";

export interface HandedIn {
  readonly lease: HeldLease;
  /** The ref it waits under. */
  readonly submission: string;
  /** The commit to land. */
  readonly head: string;
}

export interface Work {
  /** A branch or commit of the owner's clone. */
  readonly revision: string;
  /** True: a part; the claim goes on. */
  readonly isPart: boolean;
}

/** Hands the work of a claim to the lander through the remote. @throws SignalboxError `not-found` for an unknown revision. */
export async function handIn(elsewhere: Elsewhere, task: string, session: string | null, work: Work): Promise<Outcome<HandedIn>> {
  const { site, cache, claims } = elsewhere;
  const held = await ownClaim(elsewhere, task, session);
  if (!held.ok) return held;
  const commit = await importCommits(cache, site.root, work.revision);
  const head = work.isPart ? await markAsPart(elsewhere, commit, task) : commit;
  const submitted = await submitWork(claims, held.value, head);
  if (!submitted.ok) return submitted;
  await saveCredential(site.state.credentials, submitted.value.lease);
  return { ok: true, value: { ...submitted.value, head } };
}

/**
 * The submission's ref carries one commit and nothing else, so a part says so in a commit of its own on top: of the work's
 * own time, so that handing in the same work again is the same commit.
 */
async function markAsPart({ cache }: Elsewhere, work: string, task: string): Promise<string> {
  const atMs = Number(await cache.text(["log", "-1", "--format=%ct", work])) * 1000;
  return writeCommit(cache, { tree: await treeOf(cache, work), parents: [work], message: `Part of ${task}\n\n${PART_MARK}\n`, atMs });
}
