import { eachTerm, type Terms } from "../history/commit-words.ts";
import type { FileFacts } from "../tree/file-facts.ts";
import { unpackWords } from "./file-words.ts";
import { type Counts, InvertedLists, type Sums } from "./inverted-lists.ts";

/** The best of each kind are worth a closer look, whatever else is known of them. */
const BEST = 15;
const RANKED = 60;
/** Marks of terms that are no words: identifiers as wholes, neighbours, scopes (`termsOf`). */
const NO_WORD = /^[@~#]/;
/** What has left the lists is cleared out when it is this share of them, and at least so many. */
const GONE_SHARE = 0.5;
const GONE_MIN = 2000;

/** What a text and a file's content have in common, by one of the file's two kinds of words. */
export interface Likeness {
  /** BM25 as a share of the best file's, and of the text's own weight. */
  readonly share: number;
  readonly score: number;
  /** Weighted share of the text's terms that the file has. */
  readonly covered: number;
  /** 1 for the best file, 1/2 for the next, …; nearly 0 beyond the first. */
  readonly rank: number;
}

/** What the files of a tree say of a text; valid until the next one is asked. */
export interface ContentFound {
  /** Files to look at more closely, the best first. */
  readonly best: readonly string[];
  /** By all its words, and by the names it defines; null for a file whose content is not known. */
  of(path: string): { readonly words: Likeness; readonly names: Likeness } | null;
  /** Words of the text that a file has, the rarest first; none that most files have. */
  sharedWords(path: string): readonly string[];
}

interface Document {
  readonly number: number;
  readonly facts: FileFacts;
}

/**
 * The words of all files of a tree, and apart from them those of the names they define. It changes by `set`; what it finds
 * depends on the present files only, not on how it came to them.
 */
export class ContentIndex {
  #documents = new Map<string, Document>();
  #paths: string[] = [];
  #words = new InvertedLists();
  #names = new InvertedLists();

  /** Gives a path another content; null, or a file nobody looked into: it has none. */
  set(path: string, facts: FileFacts | null): void {
    const before = this.#documents.get(path);
    if (before?.facts === facts) return;
    if (before !== undefined) this.#remove(path, before);
    if (facts !== null && facts.words !== "") this.#add(path, facts);
    const gone = this.#paths.length - this.#documents.size;
    if (gone > GONE_MIN && gone > this.#paths.length * GONE_SHARE) this.#rebuild();
  }

  /** How many files have a word. */
  frequencyOf(word: string): number {
    return this.#words.frequencyOf(word);
  }

  find(terms: Terms): ContentFound {
    const words = this.#words.query(terms, (term) => NO_WORD.test(term));
    const names = this.#names.query(terms, (term) => term.startsWith("#"));
    const [bestWords, bestNames] = [this.#ranked(words), this.#ranked(names)];
    return {
      best: [...new Set([...bestWords.slice(0, BEST), ...bestNames.slice(0, BEST)])].map((document) => this.#paths[document] ?? ""),
      of: (path) => {
        const document = this.#documents.get(path)?.number;
        if (document === undefined) return null;
        return { words: likeness(words, document, bestWords), names: likeness(names, document, bestNames) };
      },
      sharedWords: (path) => {
        const own = unpackWords(this.#documents.get(path)?.facts.words ?? "").map(([word]) => word);
        const rare = own.filter((word) => terms.has(word) && this.#words.isTelling(word));
        return rare.sort((a, b) => this.#words.frequencyOf(a) - this.#words.frequencyOf(b) || (a < b ? -1 : 1));
      },
    };
  }

  /** The best documents, the best first; most are far behind and never compared twice. */
  #ranked({ found, score }: Sums): readonly number[] {
    const path = (document: number) => this.#paths[document] ?? "";
    const isBetter = (a: number, b: number) => {
      const [scoreA, scoreB] = [score[a] ?? 0, score[b] ?? 0];
      return scoreA > scoreB || (scoreA === scoreB && path(a) < path(b));
    };
    const best: number[] = [];
    for (const document of found) {
      if (best.length === RANKED && !isBetter(document, best[RANKED - 1] ?? 0)) continue;
      let at = Math.min(best.length, RANKED - 1);
      for (; at > 0 && isBetter(document, best[at - 1] ?? 0); at--) best[at] = best[at - 1] ?? 0;
      best[at] = document;
    }
    return best;
  }

  #add(path: string, facts: FileFacts): void {
    const number = this.#paths.length;
    this.#paths.push(path);
    this.#documents.set(path, { number, facts });
    this.#words.add(number, unpackWords(facts.words));
    this.#names.add(number, nameTerms(facts));
  }

  #remove(path: string, { number, facts }: Document): void {
    this.#documents.delete(path);
    this.#words.remove(number, unpackWords(facts.words));
    this.#names.remove(number, nameTerms(facts));
  }

  #rebuild(): void {
    const files = [...this.#documents];
    this.#documents = new Map();
    this.#paths = [];
    this.#words = new InvertedLists();
    this.#names = new InvertedLists();
    for (const [path, { facts }] of files) this.#add(path, facts);
  }
}

function likeness({ score, covered, total }: Sums, document: number, ranked: readonly number[]): Likeness {
  const [value, has, best] = [score[document] ?? 0, covered[document] ?? 0, score[ranked[0] ?? -1] ?? 0];
  const rank = value > 0 ? ranked.indexOf(document) : -1;
  return { share: value > 0 ? value / best : 0, score: value / total, covered: has / total, rank: rank === -1 ? 0 : 1 / (1 + rank) };
}

/** The terms of all names, as `termsOf` has them of a text. */
function nameTerms({ symbols }: FileFacts): Counts {
  const counts = new Map<string, number>();
  for (const symbol of symbols) eachTerm(symbol, (term) => counts.set(term, (counts.get(term) ?? 0) + 1));
  return [...counts];
}
