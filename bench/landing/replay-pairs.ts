import { lookupsIn, moveTreeState, readTreeState, type TreeState } from "../../src/footprint/store/tree-state.ts";
import type { Git } from "../../src/git/git.ts";
import { type Merger, openMerger } from "../../src/git/merge-process.ts";
import { mergeBase } from "../../src/git/refs.ts";
import { type ChangeConflicts, changeConflicts } from "../../src/landing/conflicts/change-conflicts.ts";
import type { ConflictRule } from "../../src/landing/conflicts/conflict-edge.ts";
import { learnedPairs } from "../../src/landing/conflicts/learned-pairs.ts";
import { readChanges } from "../../src/landing/conflicts/read-changes.ts";
import { findTestWeakenings } from "../../src/landing/guards/find-test-weakenings.ts";

/** Two changes that were open at once: what the analysis says, and whether they conflict as text. */
export interface ReplayedPair {
  readonly rule: ConflictRule | "none";
  readonly conflicts: boolean;
}

export interface Replay {
  readonly pairs: readonly ReplayedPair[];
  readonly changes: number;
  /** Changes that are barriers by their paths, and changes that weaken tests. */
  readonly barriers: number;
  readonly weakened: number;
}

/** A branch that was merged: main before it, its head, and the merge. */
interface Landed {
  readonly before: string;
  readonly head: string;
  readonly merge: string;
}

/**
 * The newest `count` merges of a history's own line, each with the next `beside` that did not know it. A pair conflicts when
 * the second merges cleanly onto main before the first, and not onto the first's landing: chained from one base, as a queue does.
 */
export async function replayPairs(git: Git, count: number, beside: number): Promise<Replay> {
  const lines = await git.text([
    "rev-list",
    "--merges",
    "--first-parent",
    "--min-parents=2",
    "--max-parents=2",
    "--parents",
    `--max-count=${count}`,
    "HEAD",
  ]);
  const landed = lines
    .split("\n")
    .reverse()
    .flatMap((line): Landed[] => {
      const [merge, before, head] = line.split(" ");
      return merge === undefined || before === undefined || head === undefined ? [] : [{ merge, before, head }];
    });
  const merger = openMerger(git);
  const pairs: ReplayedPair[] = [];
  let tree: TreeState | undefined;
  for (const [at, first] of landed.entries()) {
    tree = tree === undefined ? await readTreeState(git, first.before) : await moveTreeState(git, tree, first.before);
    const open = [];
    for (const next of landed.slice(at + 1, at + 1 + beside)) if (await isConcurrent(git, first, next)) open.push(next);
    const usable = [];
    for (const next of open) if ((await conflicts(merger, first.before, next.head)) === false) usable.push(next);
    if (usable.length === 0) continue;
    const analysis = await analyse(git, tree, first.before, [first, ...usable]);
    for (const next of usable) {
      const conflict = await conflicts(merger, first.merge, next.head);
      if (conflict !== undefined) pairs.push({ rule: analysis.between(first.head, next.head)?.rule ?? "none", conflicts: conflict });
    }
  }
  await merger.close();
  return { pairs, ...(await judged(git, landed)) };
}

/** The second began before the first landed. */
async function isConcurrent(git: Git, first: Landed, next: Landed): Promise<boolean> {
  const base = await mergeBase(git, first.merge, next.head);
  return (
    base !== undefined && base !== first.merge && next.head !== first.head && (await mergeBase(git, first.head, next.head)) !== first.head
  );
}

/** Undefined where git cannot say: objects that are not in this mirror. */
async function conflicts(merger: Merger, ours: string, theirs: string): Promise<boolean | undefined> {
  return merger.merge(ours, theirs).then(
    ({ kind }) => kind === "conflict",
    () => undefined,
  );
}

async function analyse(git: Git, tree: TreeState, main: string, changes: readonly Landed[]): Promise<ChangeConflicts> {
  const analysis = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs() });
  for (const { head } of changes) {
    const base = (await mergeBase(git, main, head)) ?? main;
    for (const change of await readChanges(git, lookupsIn(tree), [{ id: head, base, head }])) analysis.addChange(change);
  }
  return analysis;
}

async function judged(git: Git, landed: readonly Landed[]): Promise<Omit<Replay, "pairs">> {
  let [barriers, weakened, changes] = [0, 0, 0];
  for (const { before, head } of landed) {
    const base = await mergeBase(git, before, head);
    if (base === undefined) continue;
    const diff = await git.fields(["diff-tree", "-r", "-z", "--no-renames", "--name-only", base, head]);
    const files = diff.map((path) => ({ path, mode: "modified" as const }));
    const analysis = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs() });
    analysis.addChange({ id: head, files, exports: [], imports: [], flags: [] });
    changes++;
    if (analysis.barrier(head) !== undefined) barriers++;
    if ((await findTestWeakenings(git, base, head)).length > 0) weakened++;
  }
  return { changes, barriers, weakened };
}
