import type { Terms } from "./commit-words.ts";
import { type HistoryIndex, WEIGHT_UNIT } from "./history-index.ts";

/*
 * Hot loops: typed arrays are read with `as number`, because every index is bounded by the list it comes from and a
 * default would hide a mistake.
 */

/** Only the newest occurrences of a term are looked at: older ones hardly count, and the cost of a prediction stays bounded. */
const OCCURRENCES_MAX = 1500;
const NEIGHBOURS = 60;

/** A past commit that resembles the text. */
export interface Neighbour {
  readonly commit: number;
  /** BM25 over terms, as a share of what a commit with exactly the text's terms would reach. */
  readonly similarity: number;
}

/** What retrieval found, over the numbers of the files it found. */
export interface Retrieved {
  readonly files: readonly number[];
  readonly neighbours: readonly Neighbour[];
  /** Sources by file number; zero where a source says nothing. Valid until the next retrieval. */
  readonly scores: Scores;
}

/** One array per source, by file number. */
export interface Scores {
  /** BM25 of the text against all messages of the file's commits. */
  readonly message: Float64Array;
  /** The best share of a term's commits that touched the file, weighted by the term's rarity. */
  readonly term: Float64Array;
  /** The same, summed over the text's terms. */
  readonly terms: Float64Array;
  /** BM25-like sums over the words of name, folder and way, as shares of the text's own weight. */
  readonly name: Float64Array;
  readonly folder: Float64Array;
  readonly way: Float64Array;
  /** Share of the name's words that the text has. */
  readonly covered: Float64Array;
  /** Votes of the 5, 15 and 60 nearest commits, and of near and recent ones. */
  readonly near5: Float64Array;
  readonly near15: Float64Array;
  readonly near60: Float64Array;
  readonly nearNew: Float64Array;
  /** Similarity of the nearest commit that touched the file. */
  readonly nearest: Float64Array;
}

const SOURCES = [
  "message",
  "term",
  "terms",
  "name",
  "folder",
  "way",
  "covered",
  "near5",
  "near15",
  "near60",
  "nearNew",
  "nearest",
] as const satisfies readonly (keyof Scores)[];

/** Retrieval over one index: inverted lists, sparse sums, no allocation per file. */
export class Retriever {
  readonly #index: HistoryIndex;
  #scores: Scores = emptyScores(0);
  #tally = new Float64Array(0);
  #seen = new Uint8Array(0);
  #similarity = new Float64Array(0);

  constructor(index: HistoryIndex) {
    this.#index = index;
  }

  /** Everything the sources say about a text. */
  retrieve(terms: Terms): Retrieved {
    this.#fit();
    const found: number[] = [];
    const met: number[] = [];
    const perfect = this.#messages(terms, found, met);
    this.#names(terms, found);
    const neighbours = this.#neighbours(met, perfect);
    this.#vote(neighbours, found);
    for (const commit of met) this.#similarity[commit] = 0;
    return { files: found, neighbours, scores: this.#scores };
  }

  /** Clears what `retrieve` wrote; call when its scores are no longer needed. */
  release({ files }: Retrieved): void {
    for (const file of files) {
      this.#seen[file] = 0;
      for (const source of SOURCES) this.#scores[source][file] = 0;
    }
  }

  #fit(): void {
    const files = this.#index.paths.length;
    const commits = this.#index.commits.length;
    if (this.#tally.length < files) {
      this.#scores = emptyScores(files + 256);
      this.#tally = new Float64Array(files + 256);
      this.#seen = new Uint8Array(files + 256);
    }
    if (this.#similarity.length < commits) this.#similarity = new Float64Array(commits + 256);
  }

  #find(file: number, found: number[]): void {
    if (this.#seen[file] !== 0) return;
    this.#seen[file] = 1;
    found.push(file);
  }

  /** @returns the similarity a commit with exactly these terms would have. */
  #messages(terms: Terms, found: number[], met: number[]): number {
    const { postings, files, starts, lengths, lengthTotal, commits, commitsOf } = this.#index;
    const { message, term, terms: sum } = this.#scores;
    const average = lengthTotal / Math.max(1, commits.length);
    let perfect = 0;
    for (const [name, weight] of terms) {
      const list = postings.get(name);
      const count = list?.commits.length ?? 0;
      const rarity = Math.log(1 + (commits.length - count + 0.5) / (count + 0.5));
      perfect += weight * rarity * 0.5;
      if (list === undefined) continue;
      const touched: number[] = [];
      const first = Math.max(0, count - OCCURRENCES_MAX);
      for (let at = first; at < count; at++) {
        const commit = list.commits.values[at] as number;
        const units = list.weights.values[at] as number;
        const length = 0.6 + (0.4 * (lengths.values[commit] as number)) / average;
        const saturated = units / (units + WEIGHT_UNIT * length);
        if (this.#similarity[commit] === 0) met.push(commit);
        this.#similarity[commit] = (this.#similarity[commit] as number) + weight * rarity * saturated;
        const share = Math.min(1, units / WEIGHT_UNIT);
        const end = starts.values[commit + 1] as number;
        const start = starts.values[commit] as number;
        const vote = share / Math.sqrt(end - start);
        for (let k = start; k < end; k++) {
          const file = files.values[k] as number;
          if (this.#tally[file] === 0) touched.push(file);
          this.#tally[file] = (this.#tally[file] as number) + vote;
        }
      }
      const fileRarity = Math.log(1 + (commitsOf.length + 0.5) / (touched.length + 0.5));
      const seen = count - first;
      for (const file of touched) {
        const tally = this.#tally[file] as number;
        this.#tally[file] = 0;
        this.#find(file, found);
        const past = (commitsOf[file]?.length ?? 1) / 10;
        message[file] = (message[file] as number) + (weight * fileRarity * tally) / (tally + 0.4 + 0.4 * past);
        const share = (weight * tally) / (seen + 1.5);
        term[file] = Math.max(term[file] as number, share);
        sum[file] = (sum[file] as number) + share * rarity;
      }
    }
    return Math.max(perfect, 1e-9);
  }

  #names(terms: Terms, found: number[]): void {
    const { pathWords, paths } = this.#index;
    const { name, folder, way, covered } = this.#scores;
    let total = 0;
    for (const [term, weight] of terms) {
      if (term.startsWith("~") || term.startsWith("#")) continue;
      const list = pathWords.lists.get(term);
      const count = list?.length ?? 0;
      const rarity = Math.log(1 + (paths.length + 0.5) / (count + 0.5));
      total += weight * rarity;
      // A word in a fifth of a large tree's paths (`src`) finds nothing and costs most.
      if (list === undefined || (count > 2000 && count > paths.length / 5)) continue;
      for (let at = 0; at < count; at++) {
        const entry = list.values[at] as number;
        const file = Math.floor(entry / 3);
        const place = entry % 3;
        this.#find(file, found);
        if (place === 0) {
          name[file] = (name[file] as number) + weight * rarity;
          if (!term.startsWith("@")) covered[file] = (covered[file] as number) + 1 / (pathWords.nameWords[file] ?? 1);
        } else if (place === 1) folder[file] = (folder[file] as number) + weight * rarity;
        else way[file] = (way[file] as number) + weight * rarity;
      }
    }
    for (const file of found) {
      name[file] = (name[file] as number) / (total + 1e-9);
      folder[file] = (folder[file] as number) / (total + 1e-9);
      way[file] = (way[file] as number) / (total + 1e-9);
    }
  }

  #neighbours(met: readonly number[], perfect: number): readonly Neighbour[] {
    const near = met.map((commit) => ({ commit, similarity: (this.#similarity[commit] as number) / perfect }));
    near.sort((a, b) => b.similarity - a.similarity || b.commit - a.commit);
    return near.slice(0, NEIGHBOURS);
  }

  #vote(neighbours: readonly Neighbour[], found: number[]): void {
    const { files, starts, commits } = this.#index;
    const { near5, near15, near60, nearNew, nearest } = this.#scores;
    for (const [rank, { commit, similarity }] of neighbours.entries()) {
      const start = starts.values[commit] as number;
      const end = starts.values[commit + 1] as number;
      const age = commits.length - commit;
      const vote = (similarity * 2 ** (-age / 1200)) / Math.sqrt(end - start);
      const fresh = similarity * 2 ** (-age / 30);
      for (let k = start; k < end; k++) {
        const file = files.values[k] as number;
        this.#find(file, found);
        if (rank < 5) near5[file] = (near5[file] as number) + vote;
        if (rank < 15) near15[file] = (near15[file] as number) + vote;
        near60[file] = (near60[file] as number) + vote * similarity;
        nearNew[file] = (nearNew[file] as number) + fresh;
        if (similarity > (nearest[file] as number)) nearest[file] = similarity;
      }
    }
  }
}

function emptyScores(length: number): Scores {
  const array = () => new Float64Array(length);
  return {
    message: array(),
    term: array(),
    terms: array(),
    name: array(),
    folder: array(),
    way: array(),
    covered: array(),
    near5: array(),
    near15: array(),
    near60: array(),
    nearNew: array(),
    nearest: array(),
  };
}
