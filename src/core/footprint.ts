/** What a task will read and write, as far as it can be known before it is done (DESIGN §6). */

export const FOOTPRINT_MODES = ["write", "create", "delete", "append"] as const;
export type FootprintMode = (typeof FOOTPRINT_MODES)[number];

/** A path is leased in advance from this chance on: it is more likely written than not. */
export const LEASE_PROBABILITY = 0.5;

export interface FootprintEntry {
  /** Repository-relative path; a glob where the file does not exist yet or only its place is known. */
  readonly path: string;
  readonly mode: FootprintMode;
  /** Calibrated chance in (0, 1] that the task changes this path: of all entries with 0.3, three in ten are changed. */
  readonly probability: number;
  /** Sentences a person understands, strongest first. */
  readonly evidence: readonly string[];
}

/** A path whose content a task's own files depend on, without being written by it. */
export interface FootprintRead {
  readonly path: string;
  readonly probability: number;
}

export interface Footprint {
  readonly task: string;
  /** By falling probability, then by path; never a path the task's owner forbids. */
  readonly entries: readonly FootprintEntry[];
  /** What the written files import, and what the text says is only read. */
  readonly reads: readonly FootprintRead[];
  /**
   * Names of functions, classes and routes the text speaks of, lower case: two tasks that name the same one in the same
   * file change the same lines.
   */
  readonly symbols: readonly string[];
  /**
   * How many existing files it is expected to change, whichever they are, as its title and the repository's past tell; null
   * when nobody asked them. Where it is more than the sum of the probabilities, the task writes files nobody foresees.
   */
  readonly size: number | null;
  /** Why too little is known to run this task beside others; null when enough is known (promise 6). */
  readonly unknown: string | null;
}
