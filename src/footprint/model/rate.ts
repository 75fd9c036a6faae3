import type { ContentFound, ContentIndex } from "../content/content-index.ts";
import type { Terms } from "../history/commit-words.ts";
import type { HistoryIndex } from "../history/history-index.ts";
import { type Neighbour, Retriever } from "../history/retrieve.ts";
import { boosted } from "./boost.ts";
import { candidatesOf } from "./candidates.ts";
import { FIRST_FEATURES, firstFeatures, type QueryFacts } from "./first-features.ts";
import type { Model } from "./model.ts";
import { SECOND_FEATURES, secondFeatures, type Together, together } from "./second-features.ts";

/** All features of one candidate: those of the first look, then those of the second. */
export const WIDTH = FIRST_FEATURES.length + SECOND_FEATURES.length;
const SEEDS = 12;
const BROUGHT_MAX = 40;

/** What is known of a text against a history: a row of features per candidate, and what speaks for each. */
export interface Rating {
  /** File numbers. */
  readonly candidates: readonly number[];
  /** `WIDTH` features for each candidate, one after another. */
  readonly rows: Float64Array;
  readonly links: Together;
  readonly neighbours: readonly Neighbour[];
  /** Null where only paths are known; valid until the contents are asked for another text. */
  readonly content: ContentFound | null;
}

/** What is asked: the terms of a text. */
export interface Query {
  readonly terms: Terms;
  /** Strength in [0, 1] by file number of what the text names outright. */
  readonly mentions: ReadonlyMap<number, number>;
}

/**
 * Rates files against texts: retrieval, a first look by the model's first coefficients, co-change from the likeliest, a second
 * look. One at a time; what it returns stays valid, but for its content.
 */
export class Rater {
  readonly #index: HistoryIndex;
  readonly #retriever: Retriever;
  readonly #usable: (file: number) => boolean;

  /** @param usable false for files that are never predicted */
  constructor(index: HistoryIndex, usable: (file: number) => boolean) {
    this.#index = index;
    this.#retriever = new Retriever(index);
    this.#usable = usable;
  }

  /** @param contents what the files say at present; null where only their paths are known */
  rate({ terms, mentions }: Query, { first }: Pick<Model, "first">, contents: ContentIndex | null): Rating {
    const index = this.#index;
    const content = contents?.find(terms) ?? null;
    const retrieved = this.#retriever.retrieve(terms);
    const facts: QueryFacts = {
      speaksOfTests: terms.has("test") || terms.has("coverage"),
      speaksOfDocs: terms.has("doc") || terms.has("readme") || terms.has("documentation"),
    };
    const alike = content?.best.map((path) => index.numberOf(path)).filter((file) => file !== undefined) ?? [];
    const found = candidatesOf(retrieved, index, [...mentions.keys(), ...alike], this.#usable);
    const looks = firstFeatures({ index, retrieved, content, facts }, found);
    const odds = logOdds(first, looks, found.length);
    const order = found.map((_, row) => row).sort((a, b) => (odds[b] ?? 0) - (odds[a] ?? 0) || (found[a] ?? 0) - (found[b] ?? 0));
    const seeds = order.slice(0, SEEDS).map((row) => ({ file: found[row] ?? 0, probability: 1 / (1 + Math.exp(-(odds[row] ?? 0))) }));
    const links = together(index, seeds, retrieved.neighbours);
    const brought = this.#brought(found, links);
    const more = firstFeatures({ index, retrieved, content, facts }, brought);
    const candidates = [...found, ...brought];
    const seconds = secondFeatures(index, candidates, [...odds, ...logOdds(first, more, brought.length)], links);
    this.#retriever.release(retrieved);
    return {
      candidates,
      rows: sideBySide([...looks, ...more], seconds, candidates.length),
      links,
      neighbours: retrieved.neighbours,
      content,
    };
  }

  #brought(found: readonly number[], { sum }: Together): number[] {
    const known = new Set(found);
    const others = [...sum].filter(([file]) => !known.has(file) && this.#index.isAlive(file) && this.#usable(file));
    return others
      .sort(([a, shareA], [b, shareB]) => shareB - shareA || a - b)
      .slice(0, BROUGHT_MAX)
      .map(([file]) => file);
  }
}

function logOdds(coefficients: readonly number[], rows: Float64Array, count: number): number[] {
  const width = FIRST_FEATURES.length;
  return Array.from({ length: count }, (_, row) => linear(coefficients, rows, row * width));
}

function linear(coefficients: readonly number[], rows: Float64Array, start: number): number {
  let sum = 0;
  for (const [at, coefficient] of coefficients.entries()) sum += coefficient * (rows[start + at] ?? 0);
  return sum;
}

function sideBySide(firsts: readonly number[], seconds: Float64Array, count: number): Float64Array {
  const rows = new Float64Array(count * WIDTH);
  const split = FIRST_FEATURES.length;
  for (let row = 0; row < count; row++) {
    for (let at = 0; at < split; at++) rows[row * WIDTH + at] = firsts[row * split + at] ?? 0;
    for (let at = split; at < WIDTH; at++) rows[row * WIDTH + at] = seconds[row * (WIDTH - split) + at - split] ?? 0;
  }
  return rows;
}

/** Log odds of the row that starts at `start`: the linear part, the trees of all repositories, this repository's own. */
export function oddsOf({ second, trees, own }: Pick<Model, "second" | "trees" | "own">, rows: Float64Array, start: number): number {
  return linear(second, rows, start) + boosted(trees, rows, start) + boosted(own, rows, start);
}
