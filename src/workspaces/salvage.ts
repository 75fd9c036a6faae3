import { messageOf, SignalboxError } from "../core/errors.ts";
import type { Git } from "../git/git.ts";
import { writeCommit } from "../git/objects.ts";
import { compareAndSwapRef, listRefs, resolveCommit, treeOf } from "../git/refs.ts";
import { type AgentCommits, importAgentCommits } from "./agent-commits.ts";
import { snapshotWorkTree } from "./snapshot.ts";
import { SUBMITTED_REF, type Workspace, workspaceGit } from "./workspace.ts";

export interface Salvage {
  /** `refs/signalbox/salvage/<session>/<n>` in the cache. */
  readonly ref: string;
  readonly oid: string;
  /** What could not be saved, and why. Empty: everything is. */
  readonly lost: readonly string[];
}

/** Larger files are left in the workspace, which then cannot be removed. */
const FILE_BYTES_MAX = 1024 * 1024 * 1024;
const NUMBER_TRIES = 20;

/**
 * Saves what a workspace holds beyond its base and beyond main (promise 1): one commit whose tree is the work tree as it
 * is, nested repositories included, and whose parents are the tips of all the agent's branches, its stash, and what was
 * submitted. When some of the agent's commits cannot be read, its repository is saved as files.
 * Asked again without new work it answers with the salvage there is.
 * @returns undefined when there is nothing to save.
 * @throws SignalboxError `disk-full`, `git-failed`: nothing was saved and nothing may be removed.
 */
export async function salvageWorkspace(workspace: Workspace, cache: Git, reason: string): Promise<Salvage | undefined> {
  const commits = await importAgentCommits(workspace, cache);
  const submitted = await resolveCommit(workspaceGit(workspace), SUBMITTED_REF);
  const from = commits.head ?? submitted ?? workspace.base;
  const snapshot = await snapshotWorkTree(workspace, {
    from,
    fileBytesMax: FILE_BYTES_MAX,
    keepNestedGit: true,
    keepAgentGit: commits.problems.length > 0,
  });
  const tips = [...new Set([from, ...(submitted === undefined ? [] : [submitted]), ...commits.refs.values()])];
  if (snapshot.problems.length === 0 && (await isKnown(workspace, cache, snapshot.tree, [from, submitted], tips))) return undefined;
  const parents = (await cache.text(["merge-base", "--independent", ...tips])).split("\n");
  const message = describe(workspace, commits, reason, snapshot.problems);
  const saved = await saveUnderNextNumber(workspace.session, cache, { tree: snapshot.tree, parents, message });
  return { ...saved, lost: snapshot.problems };
}

/** Is all of it in main's history or the base, with a work tree that equals a commit's? */
async function isKnown(
  workspace: Workspace,
  cache: Git,
  tree: string,
  heads: readonly (string | undefined)[],
  tips: readonly string[],
): Promise<boolean> {
  const known = ["--not", workspace.base, "--glob=refs/remotes/origin/*"];
  if ((await cache.text(["rev-list", "--max-count=1", "--stdin", ...known], { input: `${tips.join("\n")}\n` })) !== "") return false;
  for (const head of heads) if (head !== undefined && (await treeOf(cache, head)) === tree) return true;
  return false;
}

async function saveUnderNextNumber(
  session: string,
  cache: Git,
  commit: { readonly tree: string; readonly parents: readonly string[]; readonly message: string },
): Promise<{ readonly ref: string; readonly oid: string }> {
  const prefix = `refs/signalbox/salvage/${session}/`;
  for (let left = NUMBER_TRIES; left > 0; left--) {
    const taken = [...(await listRefs(cache, prefix))].map(([ref, oid]) => ({ ref, oid, number: Number(ref.slice(prefix.length)) }));
    const last = taken.toSorted((a, b) => b.number - a.number)[0];
    if (
      last !== undefined &&
      (await cache.text(["log", "-1", "--format=%T %P", last.oid])) === [commit.tree, ...commit.parents].join(" ")
    ) {
      return { ref: last.ref, oid: last.oid };
    }
    const ref = `${prefix}${(last?.number ?? 0) + 1}`;
    const oid = await writeCommit(cache, commit);
    if (await compareAndSwapRef(cache, ref, null, oid)) return { ref, oid };
  }
  throw new SignalboxError("git-failed", `expected to write a ref below ${prefix}, got refused ${NUMBER_TRIES} times`, {
    hint: "look for a *.lock file in the cache and for a full disk",
  });
}

function describe(workspace: Workspace, commits: AgentCommits, reason: string, lost: readonly string[]): string {
  return [
    `Salvage of ${workspace.session}: ${messageOf(reason, 200)}`,
    "",
    `Task: ${workspace.task}`,
    `Base: ${workspace.base}`,
    ...[...commits.refs].map(([ref, oid]) => `Ref: ${oid} ${messageOf(ref, 200)}`),
    ...commits.problems.map((problem) => `Problem: ${messageOf(problem)}`),
    ...lost.map((problem) => `Not saved: ${messageOf(problem)}`),
    "",
  ].join("\n");
}
