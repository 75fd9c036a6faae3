import type { PastContents } from "../../src/footprint/content/past-contents.ts";
import { taskLike } from "../../src/footprint/history/task-like.ts";
import { calibrated } from "../../src/footprint/model/calibration.ts";
import { type Example, exampleOf, HALF_WITH_BODY, type RatedCommit, rateInTurn } from "../../src/footprint/model/examples.ts";
import { fitModel, TASKS_MAX } from "../../src/footprint/model/learn.ts";
import type { Model } from "../../src/footprint/model/model.ts";
import { oddsOf, WIDTH } from "../../src/footprint/model/rate.ts";
import { taskSize } from "../../src/footprint/size/task-size.ts";
import { markOf } from "../../src/footprint/store/learnt-model.ts";
import type { HistoryCommit } from "../../src/git/history.ts";
import { BASELINES } from "./baselines.ts";
import { contentsIn, type OpenedHistory } from "./histories.ts";
import type { Guess, Predicted } from "./scores.ts";

export const TEXTS = ["subject", "subject + body"] as const;
export type Text = (typeof TEXTS)[number];

const MODIFIED_MAX = 12;

/** How the model came to be that predicts a held-out commit. */
export const MODELS = ["prior only", "learnt once", "as used"] as const;

export interface HeldOut {
  readonly tasks: number;
  /** Commits before the first of them that resemble tasks. */
  readonly before: number;
  /** Fits of the repository's own model while the held-out commits passed. */
  readonly fits: number;
  /** By text, then by model or simple ranker. */
  readonly predictions: Readonly<Record<Text, ReadonlyMap<string, readonly Predicted[]>>>;
}

/** A commit as both texts show it. */
interface Seen {
  readonly at: number;
  readonly bare: Shown;
  readonly whole: Shown;
}

/** A commit as one text shows it. */
export interface Shown {
  readonly text: string;
  readonly size: number;
  readonly example: Example;
  readonly candidates: readonly number[];
  readonly truth: ReadonlySet<number>;
  readonly simple: ReadonlyMap<string, readonly Guess[]>;
}

/** Predicts the last `count` task-like commits of a history, each from the commits before it. */
export async function holdOut(history: Pick<OpenedHistory, "git" | "commits">, prior: Model, count: number): Promise<HeldOut> {
  const { commits } = history;
  const numbers = taskLike(commits);
  const first = Math.max(0, numbers.length - count);
  const held = new Set(numbers.slice(first));
  const rated = numbers.slice(Math.max(0, first - TASKS_MAX));
  const seen = rateBoth({ commits, contents: await contentsIn(history, rated[0] ?? 0, numbers[first]) }, rated, prior, held);
  const examplesBefore = (mark: number) =>
    seen
      .filter(({ at }) => at < mark)
      .slice(-TASKS_MAX)
      .map(({ at, bare, whole }) => (HALF_WITH_BODY(at) ? whole : bare).example);
  const once = fitModel(examplesBefore(numbers[first] ?? 0), prior);
  const fitted = new Map<number, Model>();
  const modelAt = (at: number) => {
    const mark = markOf(at);
    const model = fitted.get(mark) ?? fitModel(examplesBefore(mark), prior);
    fitted.set(mark, model);
    return model;
  };
  const models = { "prior only": () => prior, "learnt once": () => once, "as used": modelAt };
  const tasks = seen.filter(({ at }) => held.has(at));
  const of = (show: (one: Seen) => Shown) => {
    const byName = new Map<string, readonly Predicted[]>();
    for (const name of Object.keys(BASELINES)) {
      byName.set(
        name,
        tasks.map((one) => {
          const { text, size, truth, simple } = show(one);
          return { at: one.at, text, size, truth, ranked: simple.get(name) ?? [] };
        }),
      );
    }
    for (const name of MODELS)
      byName.set(
        name,
        tasks.map((one) => predicted(one.at, show(one), models[name](one.at))),
      );
    return byName;
  };
  const predictions = { subject: of(({ bare }) => bare), "subject + body": of(({ whole }) => whole) };
  return { tasks: tasks.length, before: first, fits: fitted.size, predictions };
}

interface Past {
  readonly commits: readonly HistoryCommit[];
  readonly contents: PastContents | null;
}

function rateBoth({ commits, contents }: Past, numbers: readonly number[], prior: Model, held: ReadonlySet<number>): readonly Seen[] {
  const pass = (withBody: boolean) =>
    Array.from(
      rateInTurn(commits, numbers, prior, contents, () => withBody),
      (rated) => shownOf(rated, withBody, held.has(rated.at)),
    );
  const wholes = pass(true);
  return pass(false).flatMap((bare, turn) => {
    const [at, whole] = [numbers[turn], wholes[turn]];
    return at === undefined || whole === undefined ? [] : [{ at, bare, whole }];
  });
}

/** @param isHeld whether simple rankers are asked as well */
export function shownOf(rated: RatedCommit, withBody: boolean, isHeld: boolean): Shown {
  const { commit, rating, index, changed, missing } = rated;
  const text = withBody ? `${commit.subject}\n${commit.body}` : commit.subject;
  const rankers = isHeld ? Object.entries(BASELINES) : [];
  return {
    text,
    size: taskSize(commit.subject, rating.neighbours, index),
    example: exampleOf(rated),
    candidates: rating.candidates,
    // A file that only another branch has cannot be found; it counts all the same.
    truth: new Set([...changed, ...Array.from({ length: missing }, (_, one) => -1 - one - rated.at * MODIFIED_MAX)]),
    simple: new Map(rankers.map(([name, rank]) => [name, rank({ index, text, neighbours: rating.neighbours })])),
  };
}

/** What a model makes of it, the likeliest file first. */
export function predicted(at: number, { text, size, example, candidates, truth }: Shown, model: Model): Predicted {
  const guesses = candidates.map((file, row) => {
    const odds = oddsOf(model, example.rows, row * WIDTH);
    return { file, odds, probability: calibrated(model.calibration, 1 / (1 + Math.exp(-odds))) };
  });
  return { at, text, size, truth, ranked: guesses.sort((a, b) => b.odds - a.odds || a.file - b.file) };
}
