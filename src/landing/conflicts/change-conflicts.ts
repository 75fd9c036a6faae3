import { isHarmless } from "../../footprint/tree/file-kind.ts";
import { type BarrierReason, barrierOf } from "./barrier-of.ts";
import { barrierMatcher } from "./barriers.ts";
import type { ConflictEdge } from "./conflict-edge.ts";
import type { LearnedPairs } from "./learned-pairs.ts";
import { type ReadChange, readForRules } from "./read-for-rules.ts";
import { edgeBetween, usedOf } from "./rules.ts";
import type { SubmittedChange } from "./submitted-change.ts";

/**
 * Which of the submitted changes conflict, and why. Symmetric; a change never conflicts with itself. Nothing is kept per
 * pair: a question is answered from the files of the changes it names, so 10,000 changes of one file cost no more than
 * 10,000 of different ones.
 */
export interface ChangeConflicts {
  /** Takes a change in, or takes its new state in. O(its files). */
  addChange(change: SubmittedChange): void;
  /** Forgets a change; one that is not there is no fault. O(its files). */
  removeChange(id: string): void;
  /** Takes up what was learned meanwhile. */
  learn(learned: LearnedPairs): void;
  /** Why the change conflicts with all others; undefined when it does not. */
  barrier(id: string): BarrierReason | undefined;
  /** The strongest reason that puts two changes in order; undefined when they are independent. O(files of both). */
  between(a: string, b: string): ConflictEdge | undefined;
  /** All changes with an edge to this one, in the order they were added. O(its files + how many those files' changes are). */
  neighbours(id: string): readonly string[];
}

export interface ConflictOptions {
  /** Globs of `landing.barriers`. */
  readonly barriers: readonly string[];
  /** Patterns of `bookkeepingPaths`: their files never make two changes wait. */
  readonly bookkeeping: readonly string[];
  readonly learned: LearnedPairs;
}

/** An analysis of no changes yet. */
export function changeConflicts(options: ConflictOptions): ChangeConflicts {
  return new Analysis(options);
}

interface KnownChange extends ReadChange {
  /** Grows from change to change: the order they came in. */
  readonly number: number;
  readonly alone: BarrierReason | undefined;
}

class Analysis implements ChangeConflicts {
  readonly #changes = new Map<string, KnownChange>();
  /** Ids of the changes that touch a file, that alter names of one, that use one, and that touch files of a folder. */
  readonly #byFile = new Map<string, Set<string>>();
  readonly #byExport = new Map<string, Set<string>>();
  readonly #users = new Map<string, Set<string>>();
  readonly #byFolder = new Map<string, Set<string>>();
  readonly #barriers = new Set<string>();
  readonly #kindOf: (path: string) => string | undefined;
  readonly #isHarmless: (path: string) => boolean;
  #learned: LearnedPairs;
  #added = 0;

  constructor({ barriers, bookkeeping, learned }: ConflictOptions) {
    this.#kindOf = remembered(barrierMatcher(barriers));
    this.#isHarmless = remembered((path) => isHarmless(path, bookkeeping));
    this.#learned = learned;
  }

  addChange(submitted: SubmittedChange): void {
    this.removeChange(submitted.id);
    const alone = barrierOf(submitted, this.#kindOf, this.#isHarmless);
    const change = { ...readForRules(submitted, this.#isHarmless), number: this.#added++, alone };
    this.#changes.set(change.id, change);
    if (alone !== undefined) this.#barriers.add(change.id);
    for (const [index, keys] of this.#indexesOf(change)) for (const key of keys) put(index, key, change.id);
  }

  removeChange(id: string): void {
    const change = this.#changes.get(id);
    if (change === undefined) return;
    for (const [index, keys] of this.#indexesOf(change)) for (const key of keys) take(index, key, id);
    this.#changes.delete(id);
    this.#barriers.delete(id);
  }

  learn(learned: LearnedPairs): void {
    this.#learned = learned;
  }

  barrier(id: string): BarrierReason | undefined {
    return this.#changes.get(id)?.alone;
  }

  between(a: string, b: string): ConflictEdge | undefined {
    const [left, right] = [this.#changes.get(a), this.#changes.get(b)];
    if (left === undefined || right === undefined || a === b) return undefined;
    const [first, second] = left.number < right.number ? [left, right] : [right, left];
    const alone = first.alone ?? second.alone;
    return alone === undefined ? edgeBetween(first, second, this.#learned) : { rule: "barrier", ...alone };
  }

  neighbours(id: string): readonly string[] {
    const change = this.#changes.get(id);
    if (change === undefined) return [];
    if (change.alone !== undefined) return [...this.#changes.keys()].filter((other) => other !== id);
    const found = new Set(this.#barriers);
    const add = (ids: Iterable<string> = []) => {
      for (const other of ids) found.add(other);
    };
    // Each loop finds exactly what one rule of `edgeBetween` says.
    for (const file of change.files) add(this.#byFile.get(file));
    for (const path of change.exports.keys()) add(this.#those(this.#users, path, (reader) => usedOf(path, change, reader) !== undefined));
    for (const path of change.uses.keys()) add(this.#those(this.#byExport, path, (writer) => usedOf(path, writer, change) !== undefined));
    for (const folder of change.folders) for (const other of this.#learned.riskyBeside(folder)) add(this.#byFolder.get(other));
    found.delete(id);
    const numberOf = (other: string) => this.#changes.get(other)?.number ?? 0;
    return [...found].sort((x, y) => numberOf(x) - numberOf(y));
  }

  #those(index: ReadonlyMap<string, ReadonlySet<string>>, key: string, meets: (change: KnownChange) => boolean): readonly string[] {
    return [...(index.get(key) ?? [])].filter((id) => {
      const change = this.#changes.get(id);
      return change !== undefined && meets(change);
    });
  }

  #indexesOf(change: ReadChange) {
    return [
      [this.#byFile, change.files],
      [this.#byExport, change.exports.keys()],
      [this.#users, change.uses.keys()],
      [this.#byFolder, change.folders],
    ] as const;
  }
}

/** The same answer for the same path; queues name the same files again and again. */
function remembered<T>(answer: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    if (!answers.has(path)) {
      if (answers.size >= PATHS_REMEMBERED_MAX) answers.clear();
      answers.set(path, answer(path));
    }
    return answers.get(path) as T;
  };
}

const PATHS_REMEMBERED_MAX = 50_000;

function put(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

function take(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  ids?.delete(id);
  if (ids?.size === 0) index.delete(key);
}
