import { lookupsIn, moveTreeState, readTreeState, type TreeState } from "../../src/footprint/store/tree-state.ts";
import type { Git } from "../../src/git/git.ts";
import { type Merger, openMerger } from "../../src/git/merge-process.ts";
import { mergeBase } from "../../src/git/refs.ts";
import { changeConflicts } from "../../src/landing/conflicts/change-conflicts.ts";
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
  /** Works looked at. */
  readonly changes: number;
  /** Those that are barriers by their paths, and those that weaken tests. */
  readonly barriers: number;
  readonly weakened: number;
}

/** Work that met main: its head as it was then, where it left main, and main's own commits since, oldest first. */
interface Meeting {
  readonly head: string;
  readonly base: string;
  readonly landed: readonly string[];
}

/**
 * The newest `count` merges of a history in which one side is main: the work of the other side met everything that landed on
 * main since it began, the last `beside` of that counting. A pair conflicts when the work merges cleanly onto main before the
 * landing, and not onto the landing: chained, as a queue does.
 */
export async function replayPairs(git: Git, count: number, beside: number): Promise<Replay> {
  const merger = openMerger(git);
  const pairs: ReplayedPair[] = [];
  const judged = { changes: 0, barriers: 0, weakened: 0 };
  let tree: TreeState | undefined;
  for (const { head, base, landed } of await meetings(git, count)) {
    tree = tree === undefined ? await readTreeState(git, base) : await moveTreeState(git, tree, base);
    const analysis = changeConflicts({ barriers: [], bookkeeping: [], learned: learnedPairs() });
    const before = (at: number) => landed[at - 1] ?? base;
    const from = Math.max(0, landed.length - beside);
    const others = landed.slice(from).map((commit, at) => ({ id: commit, base: before(from + at), head: commit }));
    for (const change of await readChanges(git, lookupsIn(tree), [{ id: head, base, head }, ...others])) analysis.addChange(change);
    judged.changes++;
    if (analysis.barrier(head) !== undefined) judged.barriers++;
    if ((await findTestWeakenings(git, base, head)).length > 0) judged.weakened++;
    let wasConflict = await conflicts(merger, before(from), head);
    for (const { id } of others) {
      const now = await conflicts(merger, id, head);
      if (wasConflict === false && now !== undefined) pairs.push({ rule: analysis.between(head, id)?.rule ?? "none", conflicts: now });
      wasConflict = now;
    }
  }
  await merger.close();
  return { pairs, ...judged };
}

async function meetings(git: Git, count: number): Promise<readonly Meeting[]> {
  const lines = await git.text(["rev-list", "--merges", "--min-parents=2", "--max-parents=2", "--parents", `--max-count=${count}`, "HEAD"]);
  const own = (await git.text(["rev-list", "--first-parent", "HEAD"])).split("\n");
  const place = new Map(own.map((commit, at) => [commit, at]));
  const found: Meeting[] = [];
  for (const line of lines.split("\n").reverse()) {
    const [, ...parents] = line.split(" ");
    const main = parents.find((parent) => place.has(parent));
    const head = parents.find((parent) => !place.has(parent));
    const base = main === undefined || head === undefined ? undefined : await mergeBase(git, main, head);
    const [newest, oldest] = [place.get(main ?? ""), place.get(base ?? "")];
    if (head === undefined || base === undefined || newest === undefined || oldest === undefined || newest === oldest) continue;
    found.push({ head, base, landed: own.slice(newest, oldest).reverse() });
  }
  return found;
}

/** Undefined where git cannot say: objects that are not in this mirror. */
async function conflicts(merger: Merger, ours: string, theirs: string): Promise<boolean | undefined> {
  return merger.merge(ours, theirs).then(
    ({ kind }) => kind === "conflict",
    () => undefined,
  );
}
