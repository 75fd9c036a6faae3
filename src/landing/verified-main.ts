import type { Git } from "../git/git.ts";
import { pushAtomically } from "../git/push.ts";
import { isAncestor, listRemoteRefs, resolveCommit } from "../git/refs.ts";

/** The last commit of main that verification passed; agents and people branch from it. It only ever moves forward. */
export const VERIFIED_REF = "refs/signalbox/verified-main";

/**
 * moved      the ref is at `commit` now
 * unchanged  it was there, or ahead, already
 * apart      it is on another line than `commit` (main was rewound): left alone for a person
 * unknown    the remote did not say; ask again after the next verification
 */
export type VerifiedMove = "moved" | "unchanged" | "apart" | "unknown";

/** Moves the ref to `commit`, forward or not at all: with a lease on what was read, so that the first of two wins. */
export async function advanceVerified(cache: Git, remote: string, commit: string): Promise<VerifiedMove> {
  const known = (await listRemoteRefs(cache, remote, [VERIFIED_REF])).get(VERIFIED_REF) ?? null;
  if (known === commit) return "unchanged";
  if (known !== null) {
    const isHere = (await resolveCommit(cache, known)) !== undefined;
    if (!isHere) return "unknown";
    if (await isAncestor(cache, commit, known)) return "unchanged";
    if (!(await isAncestor(cache, known, commit))) return "apart";
  }
  const outcome = await pushAtomically(cache, remote, [{ ref: VERIFIED_REF, expected: known, to: commit }]);
  return outcome.kind === "done" ? "moved" : "unknown";
}
