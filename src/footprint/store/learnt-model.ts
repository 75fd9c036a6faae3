import { createHash } from "node:crypto";
import type { HistoryCommit } from "../../git/history.ts";
import type { PastContents } from "../content/past-contents.ts";
import { learnModel, learntFrom } from "../model/learn.ts";
import { type Model, priorModel } from "../model/model.ts";

/** A model and what it was learnt from. */
export interface Learnt {
  /** Number of commits, from the oldest, and the last of them. */
  readonly commits: number;
  readonly tip: string;
  /** What it was learnt on top of: another prior makes another model. */
  readonly prior: string;
  readonly model: Model;
}

/** Learnt anew when the history has grown by about an eighth: seconds each time, and a model does not age faster. */
const STEPS_PER_DOUBLING = 8;
const STEP_MIN = 16;

/**
 * The model for a history. It is learnt from the commits up to a mark that depends on their number only, so the same history
 * has the same model whenever it is asked for, and hardly any new commit costs a fit.
 * @param kept what was learnt earlier, perhaps of another history
 * @param contentsBefore what the files said from the commit of that number on, of those given
 * @param onLearning told before anything is read from how many commits is learnt now; not where nothing is
 */
export async function learntModel(
  commits: readonly HistoryCommit[],
  kept: Learnt | null,
  contentsBefore: (commits: readonly HistoryCommit[], first: number) => Promise<PastContents | null>,
  onLearning: (commits: number) => void,
): Promise<Learnt> {
  const count = markOf(commits.length);
  const tip = commits[count - 1]?.oid ?? "";
  const prior = priorName();
  if (kept !== null && kept.commits === count && kept.tip === tip && kept.prior === prior) return kept;
  const learnt = commits.slice(0, count);
  const numbers = learntFrom(learnt);
  const [first] = numbers;
  if (first !== undefined) onLearning(numbers.length);
  const contents = first === undefined ? null : await contentsBefore(learnt, first);
  return { commits: count, tip, prior, model: learnModel(learnt, contents) };
}

/** How many of so many commits the model is learnt from. */
export function markOf(commits: number): number {
  const step = Math.max(STEP_MIN, 2 ** Math.floor(Math.log2(Math.max(1, commits / STEPS_PER_DOUBLING))));
  return commits - (commits % step);
}

let priorHash: string | undefined;

function priorName(): string {
  priorHash ??= createHash("sha256").update(JSON.stringify(priorModel())).digest("hex").slice(0, 16);
  return priorHash;
}
