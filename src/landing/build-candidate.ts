import type { Change, ReturnReason } from "../core/change.ts";
import { diffBlobs } from "../git/diff-blobs.ts";
import type { Git } from "../git/git.ts";
import { type Merge, mergeCommits } from "../git/merge-tree.ts";
import { writeCommit } from "../git/objects.ts";
import { treeOf } from "../git/refs.ts";
import { editTree, type TreeEdit } from "../git/trees.ts";
import type { Candidate, CandidateLink, ChangeToLand, DroppedEdit, ReturnedChange } from "./candidate.ts";
import { conflictReason } from "./conflict-evidence.ts";
import { findDroppedSides } from "./guards/dropped-side.ts";
import { findStaleOverwrites, staleReason } from "./guards/stale-base.ts";
import { landingMessage } from "./landing-message.ts";
import { type PreparedChange, prepareChanges } from "./prepare-changes.ts";
import { mainsVersions } from "./protected-paths.ts";
import { renumber } from "./resolve/renumber.ts";
import type { MadeResolution } from "./resolve/resolution.ts";
import type { ResolveConflict } from "./resolve/resolve-conflict.ts";

export interface CandidateRequest {
  /** Commit of main the chain starts from, or the tip of a chain on main. */
  readonly main: string;
  /** True on the tip of a chain: what is below is not on main yet, so nothing is held against a change that does not fit. */
  readonly isOnChain?: boolean;
  /** In the order of landing. */
  readonly changes: readonly ChangeToLand[];
  /** Edits for the tree of the last link, given that tree and the changes in the chain: the rendered records. */
  readonly render: (tree: string, included: readonly Change[]) => Promise<readonly TreeEdit[]>;
  /** Resolves what git cannot merge; without it every conflict is the agent's. */
  readonly resolve?: ResolveConflict;
  /** Time of the landing commits, milliseconds since 1970: the same request makes the same commits. */
  readonly nowMs: number;
  /** Merges two commits of the cache. Default: a git process for each. */
  readonly merge?: Merge;
}

export interface BuiltCandidate {
  /** Null when no change is left in the chain. */
  readonly candidate: Candidate | null;
  readonly returned: readonly ReturnedChange[];
  /** Changes that do not fit on others of this chain. Those are not on main yet, so nothing is held against them. */
  readonly deferred: readonly Change[];
  readonly dropped: readonly DroppedEdit[];
}

/** The chain's end: what the next change is merged onto. */
interface Tip {
  readonly commit: string;
  readonly tree: string;
}

/**
 * Chains the changes onto main as merge commits (parents: the tip before, the change's head) with merge-tree alone:
 * no checkout, no index, no HEAD. A conflict goes up the resolution ladder first. A change that still does not fit on main
 * is returned with evidence, one that does not fit on others of the chain waits until those are on main or have failed;
 * the chain goes on without either.
 * Moves no ref; a candidate that is never pushed leaves nothing but unreachable objects.
 */
export async function buildCandidate(cache: Git, request: CandidateRequest): Promise<BuiltCandidate> {
  const {
    main,
    changes,
    nowMs,
    isOnChain = false,
    resolve = refuseAll,
    merge = (ours, theirs) => mergeCommits(cache, ours, theirs),
  } = request;
  const [prepared, mainTree] = await Promise.all([prepareChanges(cache, main, changes), treeOf(cache, main)]);
  const links: CandidateLink[] = [];
  const returned: ReturnedChange[] = [];
  const deferred: Change[] = [];
  const dropped: DroppedEdit[] = [];
  let before: Tip | undefined;
  let tip: Tip = { commit: main, tree: mainTree };
  for (const one of prepared) {
    const { change } = one;
    const joined = await joinChain({ cache, merge, resolve, main, nowMs }, tip, one);
    if (!joined.ok && one.refusal === null && (isOnChain || links.length > 0)) {
      deferred.push(change);
      continue;
    }
    dropped.push(...one.edits.dropped.map((edit) => ({ change, ...edit })));
    if (!joined.ok) {
      returned.push({ change, reason: joined.reason, resolutions: joined.resolutions ?? [] });
      continue;
    }
    before = tip;
    tip = joined.tip;
    links.push(joined.link);
  }
  const last = links.at(-1);
  if (before === undefined || last === undefined) return { candidate: null, returned, deferred, dropped };
  const edits = await request.render(
    tip.tree,
    links.map((link) => link.change),
  );
  const tree = await editTree(cache, tip.tree, edits);
  const commit = tree === tip.tree ? tip.commit : await writeLanding(cache, before.commit, tree, last, nowMs);
  links.splice(-1, 1, { ...last, commit });
  return { candidate: { base: main, tip: commit, tree, links }, returned, deferred, dropped };
}

type Joined =
  | { readonly ok: true; readonly tip: Tip; readonly link: CandidateLink }
  | { readonly ok: false; readonly reason: ReturnReason; readonly resolutions?: readonly MadeResolution[] };

interface Chain {
  readonly cache: Git;
  readonly merge: Merge;
  readonly resolve: ResolveConflict;
  readonly main: string;
  readonly nowMs: number;
}

async function joinChain({ cache, merge: mergeOnto, resolve, main, nowMs }: Chain, tip: Tip, prepared: PreparedChange): Promise<Joined> {
  const { change, edits, refusal } = prepared;
  if (refusal !== null) return { ok: false, reason: refusal };
  const merge = await mergeOnto(tip.commit, await permittedHead(cache, tip, prepared));
  let { tree } = merge;
  let resolutions: readonly MadeResolution[] = [];
  if (merge.kind === "conflict") {
    const result = await resolve(merge);
    if (result.kind === "refused") return { ok: false, reason: await conflictReason(cache, tip.commit, prepared, merge, result.because) };
    ({ tree, resolutions } = result);
  }
  const renumbered = await renumber(cache, { mergeBase: prepared.mergeBase, tip: tip.tree, merged: tree, edits: edits.kept });
  const { files } = renumbered;
  tree = renumbered.tree;
  resolutions = [...resolutions, ...renumbered.resolutions];
  if (tree === tip.tree) return { ok: false, reason: alreadyThere(files) };
  const question = { main, tip: tip.tree, merged: tree, prepared };
  const overwrites = [...(await findStaleOverwrites(cache, question)), ...(await findDroppedSides(cache, question))];
  if (overwrites.length > 0) return { ok: false, reason: staleReason(overwrites), resolutions };
  const commit = await writeLanding(cache, tip.commit, tree, { change, resolutions }, nowMs);
  return { ok: true, tip: { commit, tree }, link: { change, commit, files, resolutions } };
}

/** The head as it may land: itself, or a commit on top of it that leaves every protected path to main. */
async function permittedHead(cache: Git, tip: Tip, { change, edits, mergeBase }: PreparedChange): Promise<string> {
  if (edits.dropped.length === 0) return change.head;
  const [head, landed] = await Promise.all([treeOf(cache, change.head), diffBlobs(cache, mergeBase, tip.commit)]);
  const tree = await editTree(cache, head, mainsVersions(edits.dropped, landed));
  return writeCommit(cache, { tree, parents: [change.head], message: "Without edits of protected paths\n", atMs: 0 });
}

function writeLanding(
  cache: Git,
  parent: string,
  tree: string,
  { change, resolutions }: Pick<CandidateLink, "change" | "resolutions">,
  atMs: number,
): Promise<string> {
  return writeCommit(cache, { tree, parents: [parent, change.head], message: landingMessage(change, resolutions), atMs });
}

const refuseAll: ResolveConflict = async () => ({ kind: "refused", because: [] });

function alreadyThere(files: readonly string[]): ReturnReason {
  return { code: "empty", message: "expected a change to land, got one that main already holds", evidence: files.join("\n"), files };
}
