import { diffFiles } from "../git/diff.ts";
import type { Git } from "../git/git.ts";
import { writeCommit } from "../git/objects.ts";
import { isAncestor, resolveCommit, treeOf } from "../git/refs.ts";
import { type AgentCommits, importAgentCommits } from "./agent-commits.ts";
import { snapshotWorkTree } from "./snapshot.ts";
import { SUBMITTED_REF, type Workspace, workspaceGit } from "./workspace.ts";

export interface CommitRequest {
  readonly cache: Git;
  /** Of the coordinator's commit, if one is needed. */
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
}

export interface CommittedWork {
  /** Commit in the cache that holds all of the session's work; the base itself when there is none. */
  readonly head: string;
  /** Paths that differ from the base. */
  readonly files: readonly string[];
  /** The agent's own commits in `head`. */
  readonly agentCommits: number;
  /** True when the coordinator committed what the agent had left uncommitted. */
  readonly leftover: boolean;
  /** What is in the workspace and not in `head`, and why. */
  readonly problems: readonly string[];
}

/** Hosts refuse larger files. */
const FILE_BYTES_MAX = 100 * 1024 * 1024;

/**
 * Takes over the agent's own commits and commits what is left in its work tree on top, and on top of what was submitted
 * from here before: that may be on main by now, and merging must not take it for somebody else's. Nothing new since
 * then gives the same commit again. Objects end up in the cache.
 * The agent's processes should have ended, or be stopped: a file written meanwhile may be half in it.
 */
export async function commitWorkspace(workspace: Workspace, request: CommitRequest): Promise<CommittedWork> {
  const { cache, message, author } = request;
  const commits = await importAgentCommits(workspace, cache);
  const problems = [...commits.problems];
  const from = await startOf(workspace, cache, commits, problems);
  const snapshot = await snapshotWorkTree(workspace, { from, fileBytesMax: FILE_BYTES_MAX, keepNestedGit: false, keepAgentGit: false });
  const parents = await parentsOf(workspace, cache, from);
  const [parent, earlier] = parents;
  const isNew = earlier !== undefined || snapshot.tree !== (await treeOf(cache, parent));
  const head = isNew ? await writeCommit(cache, { tree: snapshot.tree, parents, message, author }) : parent;
  await workspaceGit(workspace).run(["update-ref", SUBMITTED_REF, head]);
  return {
    head,
    files: (await diffFiles(cache, workspace.base, head)).map(({ path }) => path),
    agentCommits: Number(await cache.text(["rev-list", "--count", `${workspace.base}..${from}`])),
    leftover: snapshot.tree !== (await treeOf(cache, from)),
    problems: [...problems, ...snapshot.problems],
  };
}

/** What a commit of the workspace goes on from: the agent's commits, and what was submitted before unless they hold it. */
async function parentsOf(workspace: Workspace, cache: Git, from: string): Promise<readonly [string, ...string[]]> {
  const submitted = await resolveCommit(workspaceGit(workspace), SUBMITTED_REF);
  if (submitted === undefined || (await isAncestor(cache, submitted, from))) return [from];
  return (await isAncestor(cache, from, submitted)) ? [submitted] : [from, submitted];
}

/** The agent's HEAD if it goes on from the base; otherwise its files are committed on the base, its history is left to salvage. */
async function startOf(workspace: Workspace, cache: Git, { head }: AgentCommits, problems: string[]): Promise<string> {
  if (head === null) return workspace.base;
  if (await isAncestor(cache, workspace.base, head)) return head;
  problems.push(
    `HEAD of the agent's repository (${head.slice(0, 12)}) does not go on from the base; its files were taken, its history was not`,
  );
  return workspace.base;
}
