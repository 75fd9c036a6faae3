import { COORDINATOR_IDENTITY, type Git } from "./git.ts";

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author?: { readonly name: string; readonly email: string };
  /** Milliseconds since 1970; default now. Give it to make the commit's OID repeatable. */
  readonly atMs?: number;
}

/** Writes a commit object and returns its OID; moves no ref. */
export function writeCommit(git: Git, commit: NewCommit): Promise<string> {
  const env: Record<string, string> = { ...COORDINATOR_IDENTITY };
  if (commit.author !== undefined) {
    env["GIT_AUTHOR_NAME"] = commit.author.name;
    env["GIT_AUTHOR_EMAIL"] = commit.author.email;
  }
  if (commit.atMs !== undefined) {
    const date = `@${Math.floor(commit.atMs / 1000)} +0000`;
    env["GIT_AUTHOR_DATE"] = date;
    env["GIT_COMMITTER_DATE"] = date;
  }
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  return git.text(["commit-tree", commit.tree, ...parents, "-F", "-"], { input: commit.message, env });
}

/** Writes a blob and returns its OID. */
export function writeBlob(git: Git, content: string | Uint8Array): Promise<string> {
  return git.text(["hash-object", "-w", "--stdin"], { input: content });
}

/** The empty tree of this repository's hash function. */
export function writeEmptyTree(git: Git): Promise<string> {
  return git.text(["mktree"], { input: "" });
}

/** The message of a commit, without its headers. */
export function readCommitMessage(git: Git, commit: string): Promise<string> {
  return git.text(["log", "-1", "--format=%B", "--end-of-options", commit]);
}

/** The content of `path` in `treeish`, or undefined when there is no such file. */
export async function readFileAt(git: Git, treeish: string, path: string): Promise<string | undefined> {
  const result = await git.attempt(["cat-file", "blob", `${treeish}:${path}`]);
  return result.exitCode === 0 && result.ended === null ? result.stdout.toString("utf8") : undefined;
}

/** The OID of whatever `revision` names, or undefined when there is nothing. */
export async function resolveObject(git: Git, revision: string): Promise<string | undefined> {
  const result = await git.attempt(["rev-parse", "--verify", "--quiet", "--end-of-options", revision]);
  return result.exitCode === 0 ? result.stdout.toString("utf8").trim() : undefined;
}
