import { directoryOf } from "../../footprint/tree/languages/language.ts";

/**
 * How often changes of two folders merged cleanly and broke all the same: counts of a Beta distribution per pair of folders,
 * learned from what the gates said of changes tested together. Immutable.
 */
export interface LearnedPairs {
  /** After two changes that merged cleanly were tested together: `broke` when they failed though each passed without the other. */
  observe(aFiles: readonly string[], bFiles: readonly string[], broke: boolean): LearnedPairs;
  /** Posterior mean of "changes of these two folders break each other", in (0, 1). */
  chance(folderA: string, folderB: string): number;
  /** Folders whose changes are not believed to fit beside those of `folder`: their chance is above the threshold. */
  riskyBeside(folder: string): ReadonlySet<string>;
  toJSON(): LearnedPairsJson;
}

/** `[folder, other folder, broke, fitted]`, the folders in order, oldest observation first. */
export type LearnedPairsJson = readonly (readonly [string, string, number, number])[];

/**
 * The prior: what clean merges of unrelated folders do, with the weight of twenty observations. One break of a new pair
 * makes it risky, nineteen good meetings make it believed again. Chosen, not fitted: nobody publishes such counts.
 */
const PRIOR_BROKE = 0.2;
const PRIOR_FITTED = 19.8;
const RISKY_FROM = 0.03;

/** Pairs kept; the longest unobserved are forgotten first. */
const PAIRS_MAX = 10_000;
/** A change over more folders than this says nothing about any two of them. */
const FOLDERS_MAX = 16;

interface Counts {
  readonly a: string;
  readonly b: string;
  readonly broke: number;
  readonly fitted: number;
}

/** @param json of `toJSON`; none: nothing is learned yet. */
export function learnedPairs(json: LearnedPairsJson = []): LearnedPairs {
  return pairsOf(new Map(json.map(([a, b, broke, fitted]) => [keyOf(a, b), { a, b, broke, fitted }])));
}

/** The folders of some files, each once. */
export function foldersOf(files: readonly string[]): readonly string[] {
  return [...new Set(files.map(directoryOf))];
}

function pairsOf(counts: ReadonlyMap<string, Counts>): LearnedPairs {
  let risky: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return {
    observe(aFiles, bFiles, broke) {
      const next = new Map(counts);
      for (const [a, b] of folderPairs(aFiles, bFiles)) {
        const key = keyOf(a, b);
        const known = next.get(key) ?? { a, b, broke: 0, fitted: 0 };
        next.delete(key);
        next.set(key, broke ? { ...known, broke: known.broke + 1 } : { ...known, fitted: known.fitted + 1 });
      }
      for (const oldest of [...next.keys()].slice(0, Math.max(0, next.size - PAIRS_MAX))) next.delete(oldest);
      return pairsOf(next);
    },
    chance: (a, b) => chanceOf(counts.get(keyOf(a, b))),
    riskyBeside(folder) {
      risky ??= riskyFolders([...counts.values()]);
      return risky.get(folder) ?? NONE;
    },
    toJSON: () => [...counts.values()].map(({ a, b, broke, fitted }) => [a, b, broke, fitted]),
  };
}

const NONE: ReadonlySet<string> = new Set();

function folderPairs(aFiles: readonly string[], bFiles: readonly string[]): readonly (readonly [string, string])[] {
  const [left, right] = [foldersOf(aFiles), foldersOf(bFiles)];
  if (Math.max(left.length, right.length) > FOLDERS_MAX) return [];
  const pairs = left.flatMap((a) => right.map((b) => (a < b ? ([a, b] as const) : ([b, a] as const))));
  return [...new Map(pairs.map(([a, b]) => [keyOf(a, b), [a, b] as const])).values()];
}

function keyOf(a: string, b: string): string {
  return a < b ? `${a}\0${b}` : `${b}\0${a}`;
}

function chanceOf(counts: Counts | undefined): number {
  const { broke, fitted } = counts ?? { broke: 0, fitted: 0 };
  return (PRIOR_BROKE + broke) / (PRIOR_BROKE + PRIOR_FITTED + broke + fitted);
}

function riskyFolders(counts: readonly Counts[]): ReadonlyMap<string, ReadonlySet<string>> {
  const beside = new Map<string, Set<string>>();
  const add = (from: string, to: string) => beside.set(from, (beside.get(from) ?? new Set()).add(to));
  for (const pair of counts) {
    if (chanceOf(pair) <= RISKY_FROM) continue;
    add(pair.a, pair.b);
    add(pair.b, pair.a);
  }
  return beside;
}
