import { SignalboxError } from "../core/errors.ts";
import type { Git } from "./git.ts";
import { resolveCommit } from "./refs.ts";

/** The local ref that mirrors a branch of the remote, as last seen. */
export function trackingRef(branch: string): string {
  return `refs/remotes/origin/${branch}`;
}

/**
 * Brings one branch of the remote with its objects and moves its tracking ref, also backwards: what that means is for
 * the caller to judge.
 * @returns the branch's commit now.
 * @throws SignalboxError `git-failed` or `timed-out` when the remote does not answer or has no such branch.
 */
export async function fetchBranch(git: Git, remote: string, branch: string, timeoutMs = 60_000): Promise<string> {
  const tracking = trackingRef(branch);
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules"];
  await git.run(["fetch", ...options, "--", remote, `+refs/heads/${branch}:${tracking}`], { timeoutMs });
  const commit = await resolveCommit(git, tracking);
  if (commit !== undefined) return commit;
  throw new SignalboxError("git-failed", `expected ${branch} to be fetched, got no ${tracking}`, { hint: "run signalbox doctor" });
}
