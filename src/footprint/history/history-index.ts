import type { HistoryCommit, PathChange } from "../../git/history.ts";
import { fileKind } from "../tree/file-kind.ts";
import { termsOf } from "./commit-words.ts";
import { Growing } from "./growing.ts";
import { PathWords } from "./path-words.ts";

/** A past commit as prediction sees it. */
export interface LearntCommit {
  readonly oid: string;
  readonly subject: string;
}

/** Commits that touch more files than this are moves and reformattings: they tell nothing of what belongs together. */
const FILES_LEARNT_MAX = 60;
/** Weights of terms are kept as hundredths in integer lists. */
export const WEIGHT_UNIT = 100;

/** Where a term occurs: numbers of commits, rising, and its weight in each in hundredths. */
export interface Postings {
  readonly commits: Growing;
  readonly weights: Growing;
}

/**
 * Everything learnt from past commits, as inverted lists over numbered commits, terms and files. It grows by `add`, in landed
 * order, and never forgets; the same commits in the same order give the same index, however they were portioned.
 * A renamed file keeps its number and so its past.
 */
export class HistoryIndex {
  readonly commits: LearntCommit[] = [];
  readonly postings = new Map<string, Postings>();
  /** Files of commit `c`: `files.values[starts.values[c] … starts.values[c + 1]]`. */
  readonly files = new Growing(1024);
  readonly starts = new Growing(256);
  /** Sum of the weights of a commit's terms, in hundredths. */
  readonly lengths = new Growing(256);
  lengthTotal = 0;
  /** Path of each file's number; the newest name. */
  readonly paths: string[] = [];
  /** Numbers of the commits that touched it, rising. */
  readonly commitsOf: Growing[] = [];
  readonly pathWords = new PathWords();
  readonly #created = new Map<number, readonly number[]>();
  readonly #numbers = new Map<string, number>();
  readonly #alive: boolean[] = [];

  constructor() {
    this.starts.push(0);
  }

  /** The number of a path that exists after the last commit. */
  numberOf(path: string): number | undefined {
    const number = this.#numbers.get(path);
    return number !== undefined && this.isAlive(number) ? number : undefined;
  }

  isAlive(file: number): boolean {
    return this.#alive[file] === true;
  }

  /** Files the commit made that were not there before. */
  createdIn(commit: number): readonly number[] {
    return this.#created.get(commit) ?? [];
  }

  /** Adds the next commit of the branch. */
  add(commit: HistoryCommit): void {
    const touched: number[] = [];
    const born: number[] = [];
    for (const change of commit.changes) {
      const isNew = change.kind === "added" && this.numberOf(change.path) === undefined;
      const file = this.#apply(change);
      if (file === undefined) continue;
      touched.push(file);
      if (isNew) born.push(file);
    }
    // What a repository begins with, or a shallow one is cut off at, was there before: nobody changed it together.
    const isBeginning = commit.parents.length === 0;
    if (isBeginning || touched.length === 0 || touched.length > FILES_LEARNT_MAX) return;
    this.#learn(
      commit,
      [...new Set(touched)].sort((a, b) => a - b),
      born,
    );
  }

  /** Makes a path known that no commit names: what a shallow or cut history does not show. */
  know(path: string): void {
    this.#apply({ kind: "added", path });
  }

  #learn(commit: HistoryCommit, touched: readonly number[], born: readonly number[]): void {
    const number = this.commits.length;
    this.commits.push({ oid: commit.oid, subject: commit.subject });
    for (const file of touched) {
      this.files.push(file);
      this.commitsOf[file]?.push(number);
    }
    if (born.length > 0) this.#created.set(number, born);
    this.starts.push(this.files.length);
    let length = 0;
    for (const [term, weight] of termsOf(commit.subject, commit.body)) {
      let postings = this.postings.get(term);
      if (postings === undefined) {
        postings = { commits: new Growing(2), weights: new Growing(2) };
        this.postings.set(term, postings);
      }
      const units = Math.max(1, Math.round(weight * WEIGHT_UNIT));
      postings.commits.push(number);
      postings.weights.push(units);
      length += units;
    }
    this.lengths.push(length);
    this.lengthTotal += length;
  }

  /** @returns the file's number when the change is one to learn from. Deletions are not: what is gone is written no more. */
  #apply({ kind, path, from }: PathChange): number | undefined {
    if (kind === "deleted") {
      const gone = this.#numbers.get(path);
      if (gone !== undefined) this.#alive[gone] = false;
      return undefined;
    }
    const renamed = kind === "renamed" && from !== undefined ? this.numberOf(from) : undefined;
    const file = renamed ?? this.#numbers.get(path) ?? this.#number(path);
    if (renamed !== undefined && from !== undefined) {
      this.#numbers.delete(from);
      this.#numbers.set(path, file);
      this.paths[file] = path;
      this.pathWords.add(file, path);
    }
    this.#alive[file] = true;
    const about = fileKind(path, []);
    return about === "binary" || about === "generated" ? undefined : file;
  }

  #number(path: string): number {
    const file = this.paths.length;
    this.paths.push(path);
    this.commitsOf.push(new Growing(2));
    this.#numbers.set(path, file);
    this.pathWords.add(file, path);
    return file;
  }
}
