import { SignalboxError } from "../core/errors.ts";
import type { Git } from "./git.ts";
import { resolveObject } from "./objects.ts";

/** What one commit did to one path; a rename is one change with the path it had before. */
export interface PathChange {
  readonly kind: "added" | "modified" | "deleted" | "renamed";
  readonly path: string;
  /** The path before a rename. */
  readonly from?: string;
}

export interface HistoryCommit {
  readonly oid: string;
  readonly parents: readonly string[];
  /** Author time, milliseconds since 1970. */
  readonly authoredAtMs: number;
  /** When it was committed, milliseconds since 1970. */
  readonly committedAtMs: number;
  readonly author: string;
  readonly subject: string;
  readonly body: string;
  /** Empty for merges, unless the history was read along first parents. */
  readonly changes: readonly PathChange[];
}

export interface History {
  /** In the order in which they came to the branch: along first parents, a merge's own commits before it. */
  readonly commits: readonly HistoryCommit[];
  /** True when older commits exist that this repository does not have. */
  readonly shallow: boolean;
  /** True when merges stand for the work they brought, because the history has hardly any other commit. */
  readonly mergesOnly: boolean;
}

export interface ReadHistoryOptions {
  /** Leaves out what this commit already has; must be an ancestor of the head. */
  readonly after?: string;
  /** For whoever knows that the head is a commit's OID and whether the repository is shallow: spares two processes. */
  readonly known?: { readonly shallow: boolean };
  /** At most this many commits, the newest. Default 50,000. */
  readonly commitsMax?: number;
}

const FORMAT = "%x01%H%x00%P%x00%at%x00%ct%x00%an%x00%s%x00%b";
const FIELDS = 7;
const OUTPUT_BYTES_MAX = 1024 * 1024 * 1024;
const TIMEOUT_MS = 600_000;

/**
 * The commits that `head` reaches, with what each changed: one `git log` process, two where the objects that finding renames
 * needs are absent (a partial clone; then only renames that changed nothing are seen). Works on bare and shallow
 * repositories; a repository without commits has an empty history.
 * @throws SignalboxError `git-failed`, `timed-out`.
 */
export async function readHistory(git: Git, head: string, options: ReadHistoryOptions = {}): Promise<History> {
  const tip = options.known === undefined ? await resolveObject(git, `${head}^{commit}`) : head;
  if (tip === undefined) return { commits: [], shallow: false, mergesOnly: false };
  const shallow = options.known?.shallow ?? (await git.text(["rev-parse", "--is-shallow-repository"])) === "true";
  const commits = landedOrder(await readLog(git, tip, options, []), tip);
  const merges = commits.filter(({ parents }) => parents.length > 1).length;
  // A third of the commits or fewer are no merges: the work itself is not here (squashed away, or cut off by a shallow clone).
  if (merges === 0 || commits.length - merges > merges / 2) return { commits, shallow, mergesOnly: false };
  const mainline = await readLog(git, tip, options, ["--first-parent", "--diff-merges=first-parent"]);
  return { commits: landedOrder(mainline, tip), shallow, mergesOnly: true };
}

async function readLog(git: Git, tip: string, options: ReadHistoryOptions, extra: readonly string[]): Promise<HistoryCommit[]> {
  const range = [`--max-count=${options.commitsMax ?? 50_000}`, tip, ...(options.after === undefined ? [] : [`^${options.after}`]), "--"];
  const log = (renames: string) => [
    "log",
    "-z",
    "--name-status",
    "--no-color",
    "--no-show-signature",
    renames,
    "-l400",
    `--format=${FORMAT}`,
    ...extra,
    ...range,
  ];
  const limits = { timeoutMs: TIMEOUT_MS, outputBytesMax: OUTPUT_BYTES_MAX, env: { GIT_NO_LAZY_FETCH: "1" } };
  const first = await git.attempt(log("-M"), limits);
  if (first.exitCode === 0 && first.ended === null) return parseLog(first.stdout);
  return parseLog((await git.run(log("-M100%"), limits)).stdout);
}

/** Commits of a `-z` log in our format, in its order. */
function parseLog(output: Buffer): HistoryCommit[] {
  const fields = output.toString("utf8").split("\0");
  const commits: HistoryCommit[] = [];
  let at = 0;
  while (at < fields.length) {
    const opening = fields[at] ?? "";
    if (!opening.startsWith("\u0001")) {
      if (opening.trim() === "") at++;
      else throw new SignalboxError("git-failed", `expected a commit in git log's output, got \`${opening.slice(0, 60)}\``);
      continue;
    }
    const [parents = "", authored = "0", committed = "0", author = "", subject = "", body = ""] = fields.slice(at + 1, at + FIELDS);
    at += FIELDS;
    const changes: PathChange[] = [];
    at = parseChanges(fields, at, changes);
    commits.push({
      oid: opening.slice(1),
      parents: parents === "" ? [] : parents.split(" "),
      authoredAtMs: Number(authored) * 1000,
      committedAtMs: Number(committed) * 1000,
      author,
      subject,
      body: body.trim(),
      changes,
    });
  }
  return commits;
}

/** @returns where the next commit begins. The first status of a commit has a line break before it. */
function parseChanges(fields: readonly string[], start: number, changes: PathChange[]): number {
  let at = start;
  for (;;) {
    const status = /^\n?([AMDTRCUXB])\d*$/.exec(fields[at] ?? "")?.[1];
    if (status === undefined) return at;
    const path = fields[at + 1] ?? "";
    if (status === "R" || status === "C") {
      const target = fields[at + 2] ?? "";
      changes.push(status === "R" ? { kind: "renamed", path: target, from: path } : { kind: "added", path: target });
      at += 3;
    } else {
      changes.push({ kind: status === "A" ? "added" : status === "D" ? "deleted" : "modified", path });
      at += 2;
    }
  }
}

/**
 * Oldest first, as they came to the branch: for each commit of the first-parent chain, first what it merged (parents before
 * children), then itself. Appending what a later head adds on top gives the same order as reading everything at once.
 */
function landedOrder(commits: readonly HistoryCommit[], tip: string): HistoryCommit[] {
  const known = new Map(commits.map((commit) => [commit.oid, commit]));
  const chain: string[] = [];
  for (let oid: string | undefined = tip; oid !== undefined && known.has(oid); oid = known.get(oid)?.parents[0]) chain.push(oid);
  const done = new Set<string>();
  const ordered: HistoryCommit[] = [];
  for (const landed of chain.reverse()) {
    const stack = [landed];
    for (let oid = stack.at(-1); oid !== undefined; oid = stack.at(-1)) {
      const commit = known.get(oid);
      const waiting = done.has(oid) ? [] : (commit?.parents.filter((parent) => known.has(parent) && !done.has(parent)) ?? []);
      if (waiting.length > 0) stack.push(...waiting.reverse());
      else {
        stack.pop();
        if (commit !== undefined && !done.has(oid)) ordered.push(commit);
        done.add(oid);
      }
    }
  }
  return ordered;
}
