import type { Git } from "./git.ts";

/** A repository may hash with SHA-1 or SHA-256. */
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export function isOid(text: string): boolean {
  return OID.test(text);
}

/** The commit `revision` names, or undefined when there is none. */
export async function resolveCommit(git: Git, revision: string): Promise<string | undefined> {
  const result = await git.attempt(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  const oid = result.stdout.toString("utf8").trim();
  return result.exitCode === 0 && isOid(oid) ? oid : undefined;
}

/** The tree of a commit. @throws SignalboxError `git-failed` when there is no such commit. */
export function treeOf(git: Git, commit: string): Promise<string> {
  return git.text(["rev-parse", "--verify", "--end-of-options", `${commit}^{tree}`]);
}

/** Local refs below `prefix`, by full name. */
export async function listRefs(git: Git, prefix: string): Promise<Map<string, string>> {
  const lines = await git.text(["for-each-ref", "--format=%(refname) %(objectname)", prefix]);
  return parseRefLines(lines, " ", 0, 1);
}

/** Refs of a remote (a configured name or a URL) that match `patterns`, by full name. */
export async function listRemoteRefs(
  git: Git,
  remote: string,
  patterns: readonly string[],
  timeoutMs = 30_000,
): Promise<Map<string, string>> {
  const lines = await git.text(["ls-remote", "--refs", "--", remote, ...patterns], { timeoutMs });
  return parseRefLines(lines, "\t", 1, 0);
}

function parseRefLines(lines: string, separator: string, name: number, oid: number): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of lines.split("\n")) {
    const cells = line.split(separator);
    const [ref, value] = [cells[name], cells[oid]];
    if (ref !== undefined && value !== undefined && isOid(value)) refs.set(ref, value);
  }
  return refs;
}

/** Is `ancestor` in the history of `commit`? Both must be present locally. */
export async function isAncestor(git: Git, ancestor: string, commit: string): Promise<boolean> {
  const result = await git.run(["merge-base", "--is-ancestor", ancestor, commit], { okExitCodes: [0, 1] });
  return result.exitCode === 0;
}

/** The best common ancestor, or undefined for unrelated histories. */
export async function mergeBase(git: Git, a: string, b: string): Promise<string | undefined> {
  const result = await git.run(["merge-base", a, b], { okExitCodes: [0, 1] });
  return result.exitCode === 0 ? result.stdout.toString("utf8").trim() : undefined;
}

/**
 * Moves a local ref from `from` (null: must be absent) to `to`, or fails.
 * @returns false when the ref was not at `from`.
 */
export async function compareAndSwapRef(git: Git, ref: string, from: string | null, to: string): Promise<boolean> {
  const zero = "0".repeat(to.length);
  const result = await git.attempt(["update-ref", "--end-of-options", ref, to, from ?? zero]);
  return result.exitCode === 0;
}
