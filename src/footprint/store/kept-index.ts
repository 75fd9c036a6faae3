import { messageOf } from "../../core/errors.ts";
import type { Git } from "../../git/git.ts";
import { decodeHistory, decodeTree, encodeHistory, encodeTree } from "./encode.ts";
import { type HistoryState, moveHistoryState, readHistoryState } from "./history-state.ts";
import { readIndexFile, writeIndexFile } from "./index-file.ts";
import { type Learnt, learntModel } from "./learnt-model.ts";
import { readPastContents } from "./read-past-contents.ts";
import { moveTreeState, readTreeState, type TreeState } from "./tree-state.ts";

/** Everything that is read from git for predictions at one commit. Determined by the commit alone, however it was come by. */
export interface KeptIndex {
  readonly tree: TreeState;
  readonly history: HistoryState;
  readonly learnt: Learnt;
  /** The commit of the kept file, and how much of it was read again since; null: not kept. */
  readonly saved: { readonly commit: string; readonly behind: number } | null;
}

export type Say = (line: string) => void;

/** Remembers the last index of each file, for a process that asks again and again. */
export type IndexMemory = Map<string, KeptIndex>;

/** A file this much behind, as a share of its commits, is written again: writing all for every commit costs more than reading the last few twice. */
const BEHIND_SHARE_MAX = 0.01;

/**
 * The index at a commit: the kept one moved there, or a new one where none is kept, it cannot be used, or `git` no longer
 * has its commit. A kept file that cannot be read is said and replaced.
 */
export async function openIndex(git: Git, commit: string, file: string | null, say: Say, memory?: IndexMemory): Promise<KeptIndex> {
  const kept = (file === null ? undefined : memory?.get(file)) ?? (file === null ? undefined : await load(file, say));
  // A look back from what is kept learns anew as well, and keeps nothing.
  const end = file !== null && kept === undefined ? ", then it is kept" : "";
  const learn = learner(git, (count) =>
    say(`learning from ${count} past commits which words led to which files; this may take a minute${end}`),
  );
  const index =
    (kept === undefined ? undefined : await move(git, kept, commit, learn)) ?? (await build(git, commit, kept?.learnt ?? null, learn));
  if (file !== null) memory?.set(file, index);
  return index;
}

/** Writes the index where the kept file is missing, or too far behind. Failing to is said and harmless. @returns the index as kept. */
export async function keepIndex(index: KeptIndex, file: string | null, say: Say, memory?: IndexMemory): Promise<KeptIndex> {
  const { tree, history, learnt, saved } = index;
  if (file === null || (saved !== null && saved.behind <= history.commits.length * BEHIND_SHARE_MAX)) return index;
  try {
    await writeIndexFile(file, [encodeTree(tree), encodeHistory(history), JSON.stringify(learnt)]);
  } catch (error) {
    say(`the index for predictions could not be kept: ${messageOf(error, 200)}`);
    return index;
  }
  const written = { ...index, saved: { commit: tree.commit, behind: 0 } };
  memory?.set(file, written);
  return written;
}

async function load(file: string, say: Say): Promise<KeptIndex | undefined> {
  const kept = await readIndexFile(file);
  if (kept.kind === "none") {
    if (kept.why !== "missing")
      say(`the kept index for predictions is built anew: it was ${kept.why === "damaged" ? "damaged" : "of another version"}`);
    return undefined;
  }
  try {
    const [tree = "", history = "", learnt = ""] = kept.sections;
    const read = { tree: decodeTree(tree), history: decodeHistory(history), learnt: JSON.parse(learnt) as Learnt };
    return { ...read, saved: { commit: read.tree.commit, behind: 0 } };
  } catch (error) {
    say(`the kept index for predictions is built anew: ${messageOf(error, 120)}`);
    return undefined;
  }
}

async function build(git: Git, commit: string, learnt: Learnt | null, learn: Learner): Promise<KeptIndex> {
  const [tree, history] = await Promise.all([readTreeState(git, commit), readHistoryState(git, commit)]);
  return { tree, history, learnt: await learn(tree, history, learnt), saved: null };
}

type Learner = (tree: TreeState, history: HistoryState, kept: Learnt | null) => Promise<Learnt>;

function learner(git: Git, onLearning: (commits: number) => void): Learner {
  return (tree, { commits }, kept) => learntModel(commits, kept, (learnt, first) => readPastContents(git, tree, learnt, first), onLearning);
}

/** Undefined when that fails: mostly because git no longer has the commit it starts from. Building anew tells what is wrong. */
async function move(git: Git, index: KeptIndex, commit: string, learn: Learner): Promise<KeptIndex | undefined> {
  const moved = await Promise.all([moveTreeState(git, index.tree, commit), moveHistoryState(git, index.history, commit)]).catch(
    () => undefined,
  );
  if (moved === undefined) return undefined;
  const [tree, history] = moved;
  const read = Math.max(0, history.commits.length - index.history.commits.length);
  const { saved } = index;
  const learnt = await learn(tree, history, index.learnt);
  // An earlier commit is a look back, nothing to keep; a new model is worth keeping at once.
  const behind = learnt === index.learnt || read === 0 ? 0 : Number.POSITIVE_INFINITY;
  return { tree, history, learnt, saved: saved === null ? null : { ...saved, behind: saved.behind + read + behind } };
}
