import type { Git } from "../../git/git.ts";
import { type HistoryCommit, readHistory } from "../../git/history.ts";

/** The commits that lead to one commit, in landed order. */
export interface HistoryState {
  readonly commit: string;
  readonly commits: readonly HistoryCommit[];
  readonly shallow: boolean;
  readonly mergesOnly: boolean;
}

/** Older commits say little about today's tree. */
const COMMITS_MAX = 50_000;
/** A state that grows commit by commit may reach back a tenth further before it is read anew: reading all for every commit would. */
const COMMITS_GROWN_MAX = 55_000;
/** What is learnt from a message is in its beginning. */
const BODY_CHARACTERS_MAX = 1500;

export async function readHistoryState(git: Git, commit: string): Promise<HistoryState> {
  const history = await readHistory(git, commit, { commitsMax: COMMITS_MAX });
  return { ...history, commit, commits: history.commits.map(shortened) };
}

/**
 * The state of another commit: what it has on top is appended; what it lacks is cut off, which landed order allows when it
 * is an earlier commit of the same branch. A rewritten or cut history is read anew.
 */
export async function moveHistoryState(git: Git, state: HistoryState, commit: string): Promise<HistoryState> {
  if (commit === state.commit && !state.shallow) return state;
  if (state.shallow || state.mergesOnly) return readHistoryState(git, commit);
  const added = await readHistory(git, commit, { after: state.commit, commitsMax: COMMITS_MAX, known: { shallow: false } });
  // Whatever leads from the new commit back to the old one ends with a child of the old one.
  if (added.commits.some(({ parents }) => parents.includes(state.commit))) {
    const commits = [...state.commits, ...added.commits.map(shortened)];
    // Past the limit the oldest have to go, and with merges only the rest is read in another way.
    if (commits.length <= COMMITS_GROWN_MAX && !added.mergesOnly) return { ...state, commit, commits };
  } else {
    const at = state.commits.findIndex(({ oid }) => oid === commit);
    if (at !== -1 && (await countCommits(git, commit)) === at + 1) return { ...state, commit, commits: state.commits.slice(0, at + 1) };
  }
  return readHistoryState(git, commit);
}

function shortened(commit: HistoryCommit): HistoryCommit {
  return commit.body.length <= BODY_CHARACTERS_MAX ? commit : { ...commit, body: commit.body.slice(0, BODY_CHARACTERS_MAX) };
}

async function countCommits(git: Git, commit: string): Promise<number> {
  return Number(await git.text(["rev-list", "--count", "--end-of-options", commit]));
}
