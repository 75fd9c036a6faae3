import { type Footprint, type FootprintEntry, LEASE_PROBABILITY } from "../core/footprint.ts";
import { anyPatternCovers } from "../core/paths.ts";
import type { Task } from "../core/task.ts";
import type { HistoryCommit } from "../git/history.ts";
import { type Terms, termsOf } from "./history/commit-words.ts";
import type { HistoryIndex } from "./history/history-index.ts";
import { historyIndexOf } from "./history/index-memory.ts";
import { predictable } from "./history/predictable.ts";
import type { Mention } from "./mentions/mention.ts";
import { mentionsIn } from "./mentions/mentions-in.ts";
import { wordsBeside } from "./mentions/words-beside.ts";
import { calibrated } from "./model/calibration.ts";
import { evidenceOf } from "./model/evidence.ts";
import { type Model, priorModel } from "./model/model.ts";
import { combined, mentionStrengths } from "./model/named.ts";
import { newFiles } from "./model/new-files.ts";
import { oddsOf, Rater, type Rating, WIDTH } from "./model/rate.ts";
import { readsOf } from "./model/reads.ts";
import { taskSize } from "./size/task-size.ts";
import type { TreeIndex } from "./tree/tree-index.ts";

/** Everything prediction looks at; built once per commit, kept on disk by the index. */
export interface Predictor {
  /** Pure; the same task gives the same footprint. */
  predict(asked: PredictTask): Footprint;
}

export interface PredictTask {
  readonly task: Task;
  /** The prompt's own words. */
  readonly text: string;
}

/** What is known of the past of the tree's commit. */
export interface KnownHistory {
  /** In landed order, the newest last. */
  readonly commits: readonly HistoryCommit[];
  readonly shallow: boolean;
  readonly mergesOnly: boolean;
}

/** Entries less likely than this are left out, and at most so many are kept: together the unlikely ones tell which tasks may meet. */
const PROBABILITY_MIN = 0.005;
const ENTRIES_MAX = 60;
/** With no entry this likely, and nothing named, too little is known to run a task beside others (promise 6). */
const USEFUL = 0.15;
/** A text of fewer words resembles past commits by chance: only a path likelier written than not is believed. */
const WORDS_MIN = 3;

/**
 * A predictor over a tree and the history that led to it.
 * @param model as `learn` gives it; without one the model of other repositories is used as it is
 */
export function predictorFor(tree: TreeIndex, history: KnownHistory, model: Model = priorModel()): Predictor {
  let made: { readonly index: HistoryIndex; readonly rater: Rater } | undefined;
  const parts = () => {
    const index = historyIndexOf(history.commits, tree.files);
    if (made?.index !== index) made = { index, rater: new Rater(index, usableIn(index, tree)) };
    return made;
  };
  return {
    predict({ task, text }) {
      const { index, rater } = parts();
      const mentions = mentionsIn(`${task.title}\n${text}`, tree);
      const strengths = mentionStrengths(mentions, tree);
      const numbers = new Map<number, number>();
      for (const [path, strength] of strengths) {
        const number = index.numberOf(path);
        if (number !== undefined) numbers.set(number, strength);
      }
      const terms = termsOf(wordsBeside(task.title, mentions), wordsBeside(text, mentions));
      const rating = rater.rate({ terms, mentions: numbers }, model, tree.contents());
      const entries = entriesOf({ index, rating, model, mentions, strengths, terms });
      const known = [...entries, ...newFiles({ tree, index, rating, mentions, entries })].sort(byProbability).slice(0, ENTRIES_MAX);
      const forbidden = [...task.declared.forbid, ...mentions.filter((one) => one.forbidden).map(({ path }) => path)];
      const allowed = known.filter(({ path }) => !anyPatternCovers(forbidden, path));
      return {
        task: task.id,
        entries: allowed,
        reads: readsOf(tree, allowed),
        symbols: symbolsOf(mentions),
        size: taskSize(task.title, rating.neighbours, index),
        unknown: unknownOf(allowed, mentions, wordCount(terms), history),
      };
    },
  };
}

/** Who says that a symbol or a folder shall be gone does not speak of the files it is found in. */
const FILE_KINDS: ReadonlySet<Mention["kind"]> = new Set(["path", "basename", "module"]);

interface Known {
  readonly index: HistoryIndex;
  readonly rating: Rating;
  readonly model: Model;
  readonly mentions: readonly Mention[];
  readonly strengths: ReadonlyMap<string, number>;
  readonly terms: ReadonlyMap<string, number>;
}

function entriesOf(known: Known): FootprintEntry[] {
  const { index, rating, model, mentions, strengths } = known;
  const deleted = new Set(mentions.filter((one) => one.deleted && FILE_KINDS.has(one.kind)).map(({ path }) => path));
  const rated = rating.candidates.map((file, row) => {
    const score = 1 / (1 + Math.exp(-oddsOf(model, rating.rows, row * WIDTH)));
    const path = index.paths[file] ?? "";
    return { file, path, probability: combined(calibrated(model.calibration, score), strengths.get(path) ?? 0) };
  });
  return rated
    .filter(({ probability }) => probability >= PROBABILITY_MIN)
    .sort(byProbability)
    .slice(0, ENTRIES_MAX)
    .map(({ file, path, probability }) => {
      return { path, mode: deleted.has(path) ? "delete" : "write", probability, evidence: evidenceOf(known, file) };
    });
}

function usableIn(index: HistoryIndex, tree: TreeIndex): (file: number) => boolean {
  const answers = new Map<number, boolean>();
  return (file) => {
    let usable = answers.get(file);
    if (usable === undefined) {
      const path = index.paths[file] ?? "";
      const kind = tree.has(path) ? tree.kindOf(path) : "bookkeeping";
      usable = predictable(path) && kind !== "bookkeeping" && kind !== "generated" && kind !== "binary";
      answers.set(file, usable);
    }
    return usable;
  };
}

/** Names of functions, classes and routes the text speaks of. */
function symbolsOf(mentions: readonly Mention[]): readonly string[] {
  const names = mentions.filter(({ kind }) => kind === "symbol" || kind === "route").map(({ quote }) => quote.replaceAll(/[`'"()]/g, ""));
  return [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => name !== "").sort();
}

function unknownOf(
  entries: readonly FootprintEntry[],
  mentions: readonly Mention[],
  words: number,
  { commits, shallow }: KnownHistory,
): string | null {
  const best = entries[0];
  const enough = words < WORDS_MIN ? LEASE_PROBABILITY : USEFUL;
  if (best !== undefined && (best.probability >= enough || mentions.some((one) => !one.forbidden && one.strength >= 0.5))) return null;
  if (words === 0) return "the task has no words of its own to predict from; name the files it will change";
  const short = words < WORDS_MIN ? `only ${words} ${words === 1 ? "word" : "words"} to go by, and ` : "";
  if (commits.length === 0) return `${short}no past commit to learn from, and the text names no file of the tree`;
  const past = `${commits.length} past ${commits.length === 1 ? "commit" : "commits"}${shallow ? " of a shallow clone" : ""}`;
  const likeliest = best === undefined ? "none" : `the likeliest, ${best.path}, has ${Math.round(best.probability * 100)} %`;
  return `${short}the text names no file, and ${past} tell of no likely one (${likeliest})`;
}

/** Different words, without numbers, pairs, and what else stands among the terms. */
function wordCount(terms: Terms): number {
  return [...terms.keys()].filter((term) => /^\p{L}/u.test(term)).length;
}

function byProbability(a: Pick<FootprintEntry, "path" | "probability">, b: Pick<FootprintEntry, "path" | "probability">): number {
  return b.probability - a.probability || (a.path < b.path ? -1 : Number(a.path > b.path));
}
