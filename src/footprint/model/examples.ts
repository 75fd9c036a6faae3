import type { HistoryCommit } from "../../git/history.ts";
import { type PastContents, replayed } from "../content/past-contents.ts";
import { termsOf } from "../history/commit-words.ts";
import { HistoryIndex } from "../history/history-index.ts";
import { predictable } from "../history/predictable.ts";
import { modifiedByHand } from "../history/task-like.ts";
import type { Model } from "./model.ts";
import { Rater, type Rating } from "./rate.ts";

/** A past commit as a task: what a prediction would have been made of, and which of the candidates it changed. */
export interface Example {
  /** `WIDTH` features for each candidate, one after another. */
  readonly rows: Float64Array;
  /** 1 for a candidate that the commit changed, otherwise 0. */
  readonly labels: Float64Array;
}

/** A rated commit, before its example is made of it. */
export interface RatedCommit {
  /** Its number in the history. */
  readonly at: number;
  readonly commit: HistoryCommit;
  readonly rating: Rating;
  /** What was learnt before it; grows as soon as the next is asked for. */
  readonly index: HistoryIndex;
  /** Numbers of the files it modified. */
  readonly changed: ReadonlySet<number>;
  /** How many it modified that the commits before it do not know: only another branch had them. */
  readonly missing: number;
}

/** What a commit is rated by: with the body of its message or by its subject alone. */
export type WithBody = (at: number) => boolean;

/** Every other one with its body: prompts come in both lengths. */
export const HALF_WITH_BODY: WithBody = (at) => at % 2 === 1;

/**
 * Goes through a history once, oldest first, and rates some of its commits, each before it is learnt: nothing of the future is
 * seen.
 * @param numbers of the commits to rate
 * @param contents null where only paths are known
 */
export function* rateInTurn(
  commits: readonly HistoryCommit[],
  numbers: readonly number[],
  model: Pick<Model, "first">,
  contents: PastContents | null,
  withBody: WithBody = HALF_WITH_BODY,
): Generator<RatedCommit> {
  const chosen = new Set(numbers);
  const index = new HistoryIndex();
  const rater = new Rater(index, (file) => predictable(index.paths[file] ?? ""));
  const contentsBefore = contents === null ? () => null : replayed(contents);
  for (const [at, commit] of commits.entries()) {
    if (chosen.has(at)) {
      const terms = termsOf(commit.subject, withBody(at) ? commit.body : "");
      const rating = rater.rate({ terms, mentions: new Map() }, model, contentsBefore(at));
      const modified = modifiedByHand(commit);
      const changed = new Set(modified.map((path) => index.numberOf(path)).filter((file) => file !== undefined));
      yield { at, commit, rating, index, changed, missing: modified.length - changed.size };
    }
    index.add(commit);
  }
}

export function exampleOf({ rating: { candidates, rows }, changed }: Pick<RatedCommit, "rating" | "changed">): Example {
  return { rows, labels: Float64Array.from(candidates, (file) => Number(changed.has(file))) };
}
