import { join } from "node:path";
import type { Change } from "../../../src/core/change.ts";
import { fetchBranch } from "../../../src/git/fetch-branch.ts";
import { Git } from "../../../src/git/git.ts";
import { readFileAt, writeCommit, writeEmptyTree } from "../../../src/git/objects.ts";
import { pushAtomically, type RefUpdate } from "../../../src/git/push.ts";
import { listRemoteRefs, treeOf } from "../../../src/git/refs.ts";
import { editTree } from "../../../src/git/trees.ts";
import { type BuiltCandidate, buildCandidate } from "../../../src/landing/build-candidate.ts";
import type { ChangeToLand } from "../../../src/landing/candidate.ts";
import type { LanderContext, LandingJournal } from "../../../src/landing/push-candidate.ts";
import type { PushAttempt } from "../../../src/store/rows.ts";
import { systemClock, systemRandom } from "../../../src/system/clock.ts";
import { git, makeRemoteAndClone, type RemoteAndClone, writeFiles } from "../../support/repository.ts";

export const LANDER = "refs/signalbox/lander";

export interface LandingSite extends RemoteAndClone {
  readonly cache: Git;
  readonly start: string;
}

/** A remote, a person's clone, and the lander's cache with main fetched. */
export async function landingSite(files: Readonly<Record<string, string>>): Promise<LandingSite> {
  const place = await makeRemoteAndClone(files);
  const gitDir = join(place.root, "cache.git");
  await git(place.root, "init", "-q", "--bare", gitDir);
  const cache = new Git({ gitDir });
  return { ...place, cache, start: await fetchBranch(cache, place.remote, "main") };
}

/** A commit in the cache with some files replaced (null: removed); by default on top of `base`. */
export async function commitFiles(
  cache: Git,
  base: string,
  files: Readonly<Record<string, string | null>>,
  { message = "Work\n", parents = [base] }: { message?: string; parents?: readonly string[] } = {},
): Promise<string> {
  const edits = Object.entries(files).map(([path, content]) => ({ path, content }));
  const tree = await editTree(cache, await treeOf(cache, base), edits);
  return writeCommit(cache, { tree, parents, message, author: { name: "An Agent", email: "agent@example.test" } });
}

export function changeOf(task: string, base: string, head: string, patch: Partial<Change> = {}): Change {
  const session = `Session-20260105-${task}-00000001`;
  return {
    id: `${session}.1`,
    kind: "task",
    task,
    session,
    epoch: 1,
    base,
    head,
    subject: `${task}: some work`,
    state: "queued",
    submittedAtMs: 0,
    ...patch,
  };
}

export function toLand(change: Change, { protect = [], forbid = [] }: Partial<Omit<ChangeToLand, "change">> = {}): ChangeToLand {
  return { change, protect, forbid };
}

/** Work of one task on `base`, ready to land. */
export async function workOf(
  cache: Git,
  task: string,
  base: string,
  files: Readonly<Record<string, string | null>>,
): Promise<ChangeToLand> {
  return toLand(changeOf(task, base, await commitFiles(cache, base, files)));
}

export function build(cache: Git, main: string, changes: readonly ChangeToLand[]): Promise<BuiltCandidate> {
  return buildCandidate(cache, { main, changes, render: async () => [], nowMs: 1_767_603_600_000 });
}

/** The candidate of changes that must all fit. */
export async function candidateOf(cache: Git, main: string, changes: readonly ChangeToLand[]) {
  const { candidate, returned, deferred } = await build(cache, main, changes);
  if (candidate === null || returned.length > 0 || deferred.length > 0)
    throw new Error(`expected a candidate of all changes, got ${JSON.stringify({ returned, deferred })}`);
  return candidate;
}

export interface MemoryJournal extends LandingJournal {
  readonly attempts: Map<string, PushAttempt & { outcome: string | null }>;
}

export function memoryJournal(): MemoryJournal {
  const attempts: MemoryJournal["attempts"] = new Map();
  return {
    attempts,
    open: async (attempt) => void attempts.set(attempt.id, { ...attempt, outcome: null }),
    close: async (id, outcome) => {
      const attempt = attempts.get(id);
      if (attempt !== undefined) attempt.outcome = outcome;
    },
  };
}

export function lander({ cache, remote }: Pick<LandingSite, "cache" | "remote">, patch: Partial<LanderContext> = {}): LanderContext {
  return { cache, remote, main: "main", journal: memoryJournal(), clock: systemClock, random: systemRandom, ...patch };
}

export const claimOf = (task: string) => `refs/signalbox/claims/${task}`;

/** A unique commit as a lease's next record. */
export async function record(cache: Git, parent: string | null): Promise<string> {
  const message = `${systemRandom.hex(16)}\n`;
  return writeCommit(cache, { tree: await writeEmptyTree(cache), parents: parent === null ? [] : [parent], message });
}

/** Puts leases on the remote and returns the updates that change each of them once. */
export async function takeLeases({ cache, remote }: LandingSite, refs: readonly string[]): Promise<RefUpdate[]> {
  const held = await Promise.all(refs.map(async (ref) => ({ ref, expected: null, to: await record(cache, null) })));
  const outcome = await pushAtomically(cache, remote, held);
  if (outcome.kind !== "done") throw new Error(`expected leases, got ${JSON.stringify(outcome)}`);
  return Promise.all(held.map(async ({ ref, to }) => ({ ref, expected: to, to: await record(cache, to) })));
}

/** Every ref of the remote. */
export function refsOf({ cache, remote }: Pick<LandingSite, "cache" | "remote">): Promise<Map<string, string>> {
  return listRemoteRefs(cache, remote, []);
}

/** A push by somebody else, through a clone, as people do it. */
export async function foreignPush({ clone }: LandingSite, path: string, content: string): Promise<string> {
  await git(clone, "pull", "-q", "--ff-only", "origin", "main");
  await writeFiles(clone, { [path]: content });
  await git(clone, "add", "-A");
  await git(clone, "commit", "-q", "-m", "A person's commit");
  await git(clone, "push", "-q", "origin", "HEAD:main");
  return git(clone, "rev-parse", "HEAD");
}

export async function fileAt(cache: Git, commit: string, path: string): Promise<string | undefined> {
  return readFileAt(cache, commit, path);
}
