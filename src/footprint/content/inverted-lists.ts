import { Growing } from "../history/growing.ts";

/*
 * Hot loops: typed arrays are read with `as number`, because every index is bounded by the list it comes from.
 */

/** The usual constants of BM25. */
const SATURATION = 1.2;
const LENGTH = 0.75;
/** A term in more documents than this share of them, or than so many, finds nothing and costs most. */
const COMMON_SHARE = 0.25;
const COMMON_MIN = 50;
const COMMON_MAX = 5000;
/** A term that no document has counts so much of its rarity towards what was asked. */
const ABSENT_SHARE = 0.3;

interface List {
  readonly documents: Growing;
  readonly counts: Growing;
  /** Entries of documents that are still there. */
  alive: number;
}

/** A document's terms with how often each occurs. */
export type Counts = readonly (readonly [term: string, count: number])[];

/** Sums of one query by document; valid until the next query. */
export interface Sums {
  /** Documents with a sum above zero. */
  readonly found: readonly number[];
  /** BM25. */
  readonly score: Float64Array;
  /** Weighted rarity of the query's terms the document has. */
  readonly covered: Float64Array;
  /** The same of a document that has them all. */
  readonly total: number;
}

/** Inverted lists over numbered documents, which come and go. Sums depend on the present documents only. */
export class InvertedLists {
  readonly #lists = new Map<string, List>();
  readonly #lengths: number[] = [];
  readonly #isGone: boolean[] = [];
  #present = 0;
  #lengthTotal = 0;
  #score = new Float64Array(0);
  #covered = new Float64Array(0);
  #found: number[] = [];

  /** @param document a number above all earlier ones */
  add(document: number, counts: Counts): void {
    let length = 0;
    for (const [term, count] of counts) {
      const list = this.#list(term);
      list.documents.push(document);
      list.counts.push(count);
      list.alive++;
      length += count;
    }
    this.#lengths[document] = length;
    this.#lengthTotal += length;
    this.#present++;
  }

  /** @param counts what it was added with */
  remove(document: number, counts: Counts): void {
    for (const [term] of counts) this.#list(term).alive--;
    this.#isGone[document] = true;
    this.#lengthTotal -= this.#lengths[document] ?? 0;
    this.#present--;
  }

  /** How many documents have the term. */
  frequencyOf(term: string): number {
    return this.#lists.get(term)?.alive ?? 0;
  }

  /** False of a term that too many documents have to find anything by it. */
  isTelling(term: string): boolean {
    return this.frequencyOf(term) <= Math.min(COMMON_MAX, Math.max(COMMON_MIN, this.#present * COMMON_SHARE));
  }

  /** @param terms with their weights; those `skipped` are not looked at */
  query(terms: ReadonlyMap<string, number>, skipped: (term: string) => boolean): Sums {
    this.#clear();
    let total = 1e-9;
    for (const [term, weight] of terms) {
      if (skipped(term)) continue;
      const list = this.#lists.get(term);
      const alive = list?.alive ?? 0;
      const rarity = weight * Math.log(1 + (this.#present - alive + 0.5) / (alive + 0.5));
      total += alive > 0 ? rarity : ABSENT_SHARE * rarity;
      if (list !== undefined && this.isTelling(term)) this.#sum(list, rarity);
    }
    return { found: this.#found, score: this.#score, covered: this.#covered, total };
  }

  #sum({ documents, counts }: List, rarity: number): void {
    const average = Math.max(1, this.#lengthTotal / Math.max(1, this.#present));
    for (let at = 0; at < documents.length; at++) {
      const document = documents.values[at] as number;
      if (this.#isGone[document] === true) continue;
      const count = counts.values[at] as number;
      const length = (this.#lengths[document] as number) / average;
      if (this.#score[document] === 0) this.#found.push(document);
      const share = (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH + LENGTH * length));
      this.#score[document] = (this.#score[document] as number) + rarity * share;
      this.#covered[document] = (this.#covered[document] as number) + rarity;
    }
  }

  #clear(): void {
    for (const document of this.#found) {
      this.#score[document] = 0;
      this.#covered[document] = 0;
    }
    this.#found = [];
    if (this.#score.length >= this.#lengths.length) return;
    this.#score = new Float64Array(this.#lengths.length + 256);
    this.#covered = new Float64Array(this.#lengths.length + 256);
  }

  #list(term: string): List {
    let list = this.#lists.get(term);
    if (list === undefined) {
      list = { documents: new Growing(1), counts: new Growing(1), alive: 0 };
      this.#lists.set(term, list);
    }
    return list;
  }
}
