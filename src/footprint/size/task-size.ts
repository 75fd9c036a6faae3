import type { HistoryIndex } from "../history/history-index.ts";
import type { Neighbour } from "../history/retrieve.ts";
import { SIZE_WEIGHTS } from "./size-weights.ts";

/** What tells how many existing files a task changes, before it is known which. Numbers of files are natural logarithms. */
export interface SizeFacts {
  /** Of the last commits, the newest counting most. */
  readonly usual: number;
  /** How many more the past commits have that resemble the text. */
  readonly alike: number;
  /** What the title is made of: `and` and `support` mean many files, `typo` and `readme` one. */
  readonly words: ReadonlySet<string>;
}

/** How facts become a size: a sum of logarithms. Plain data. */
export interface SizeWeights {
  readonly one: number;
  readonly usual: number;
  readonly alike: number;
  readonly words: Readonly<Record<string, number>>;
}

/** Commits of more files are moves and reformattings. */
const FILES_MAX = 20;
const COMMITS_MAX = 120;
/** The weight of a commit halves every so many commits. */
const HALF_LIFE = 20;
/** What commits have where there are none yet, and how many commits that is worth. */
const FILES_AT_FIRST = 2.3;
const COMMITS_AT_FIRST = 5;
/** Past commits that hardly resemble the text say nothing: it is as if so much likeness spoke for the usual. */
const LIKENESS_MIN = 0.1;

/**
 * The number of existing files a task is expected to change: a geometric mean, at least 1. A linear regression on the
 * logarithm, fitted on other repositories by `bench/footprint/fit-sizes.ts`; past commits of this one tell what is usual here.
 * @param neighbours past commits that resemble the task's text
 */
export function taskSize(title: string, neighbours: readonly Neighbour[], index: HistoryIndex): number {
  const { usual, alike, words } = sizeFacts(title, neighbours, index);
  let sum = SIZE_WEIGHTS.one + SIZE_WEIGHTS.usual * usual + SIZE_WEIGHTS.alike * alike;
  for (const word of words) if (Object.hasOwn(SIZE_WEIGHTS.words, word)) sum += SIZE_WEIGHTS.words[word] ?? 0;
  return Math.max(1, Math.exp(sum));
}

export function sizeFacts(title: string, neighbours: readonly Neighbour[], index: HistoryIndex): SizeFacts {
  const usual = usualIn(index);
  let [sum, weights] = [0, LIKENESS_MIN];
  for (const { commit, similarity } of neighbours) {
    const files = filesOf(index, commit);
    if (files > FILES_MAX) continue;
    sum += similarity ** 2 * (Math.log(files) - usual);
    weights += similarity ** 2;
  }
  return { usual, alike: sum / weights, words: new Set(title.toLowerCase().match(/[a-z]+|,/g)) };
}

function usualIn(index: HistoryIndex): number {
  let [sum, weights] = [COMMITS_AT_FIRST * Math.log(FILES_AT_FIRST), COMMITS_AT_FIRST];
  const count = index.commits.length;
  for (let age = 0; age < Math.min(count, COMMITS_MAX); age++) {
    const files = filesOf(index, count - 1 - age);
    if (files > FILES_MAX) continue;
    sum += 2 ** (-age / HALF_LIFE) * Math.log(files);
    weights += 2 ** (-age / HALF_LIFE);
  }
  return sum / weights;
}

function filesOf({ starts }: HistoryIndex, commit: number): number {
  return (starts.values[commit + 1] ?? 0) - (starts.values[commit] ?? 0);
}
