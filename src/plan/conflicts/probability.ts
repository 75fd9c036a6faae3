/**
 * From this chance on that both write one file, two tasks are put one after the other: then a collision is likelier than
 * none, and it costs the later agent a second round where waiting costs only its turn, which another task takes.
 */
export const HARD_FROM = 0.5;

/** Two changes of one schema go wrong even where they merge (numbers of migrations, names of columns). */
export const SCHEMA_HARD_FROM = 0.25;

/** Below this a risk is not worth a line. */
export const RISK_FROM = 0.05;

/** The order in which chances are multiplied must not decide. */
const NOISE = 1e-9;

/** Is a chance at least this threshold? */
export function reaches(chance: number, threshold: number): boolean {
  return chance >= threshold - NOISE;
}

/** Chance that a change of a file breaks work on a file that imports it. An estimate: the gates find the rest. */
export const IMPORT_BREAKS = 0.1;

/**
 * Adjacent commits that share 1, 2, 3 or more files conflicted in this share of cases (nine public histories). An upper
 * estimate: adjacent commits are often a series by one author.
 */
const TEXTUAL = [0.42, 0.67, 0.8] as const;

/** Both texts name the same function, class or route: they mean the same lines. An estimate. */
const TEXTUAL_SAME_SYMBOL = 0.9;

/**
 * Chance of a textual merge conflict.
 * @param shared chance that both write at least one common file.
 * @param expectedFiles expected number of common files, over all cases.
 */
export function textualProbability(shared: number, expectedFiles: number, sameSymbol: boolean): number {
  if (shared <= 0) return 0;
  const files = Math.round(expectedFiles / shared);
  const given = TEXTUAL[Math.min(Math.max(files, 1), TEXTUAL.length) - 1] ?? 0;
  return shared * (sameSymbol ? Math.max(TEXTUAL_SAME_SYMBOL, given) : given);
}

/** Probabilities people read: three digits are more than anybody knows. */
export function readable(probability: number): number {
  return Math.min(1, Math.round(probability * 1000) / 1000);
}
