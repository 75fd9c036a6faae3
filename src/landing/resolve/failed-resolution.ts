import type { ReturnReason } from "../../core/change.ts";
import type { Git } from "../../git/git.ts";
import { mergeCommits } from "../../git/merge-tree.ts";
import type { CandidateLink } from "../candidate.ts";
import { conflictReason } from "../conflict-evidence.ts";

/**
 * Why a change comes back whose conflict the ladder resolved, alone in its candidate, and whose merged tree did not pass:
 * it is a conflict like any other, with all its sides, what was tried and what the gate said of that.
 */
export async function failedResolution(
  cache: Git,
  { change, commit, resolutions }: CandidateLink,
  failure: { readonly gate: string; readonly detail: string },
): Promise<ReturnReason> {
  // What the link was merged onto: main, or a chain that was on its way there.
  const base = `${commit}^1`;
  const [merge, mergeBase] = await Promise.all([
    mergeCommits(cache, base, change.head),
    cache.text(["merge-base", "--end-of-options", base, change.head]),
  ]);
  const files = resolutions.map(({ path }) => path);
  const tried = resolutions.map(({ path, rung, decided }) => `${path} (${rung}): ${decided}`).join("\n");
  const paths = merge.kind === "conflict" ? merge.paths.filter(({ path }) => files.includes(path)) : [];
  const met = merge.kind === "conflict" ? await conflictReason(cache, base, { mergeBase }, { ...merge, files, paths }, []) : undefined;
  return {
    code: "conflict",
    message: `expected ${failure.gate} to pass on the merge as it was resolved while landing, got a failure`,
    evidence: `Resolved while landing, and not so again:\n${tried}\n\n${failure.gate} said:\n${failure.detail}\n\n${met?.evidence ?? ""}`,
    files,
    conflicts: met?.conflicts ?? [],
  };
}
