export const KINDS = ["coverage", "referential", "state", "temporal", "business", "financial"] as const;
export type Kind = (typeof KINDS)[number];

/**
 * A sentence that must be true of the business, and how the database is asked for what breaks it. Statements may read the
 * one row of the temporary table `span` (see `span.ts`): the days the business has lived, and its size.
 */
export interface Rule {
  /** Unique; kebab-case. */
  readonly id: string;
  readonly kind: Kind;
  /** The rule in a sentence. */
  readonly says: string;
  /** What follows `from` in a statement that counts the rows the rule looks at. */
  readonly counts: string;
  /** Selects each row that breaks the rule: `key` names it, `found` says what is wrong with it. */
  readonly sql: string;
  /** Why it is no mistake when there is nothing to look at; without it a rule that looks at no row is broken. */
  readonly mayBeEmpty?: string;
  /** Skipped, by name, in a database that lacks one of these tables: they come with another feature. */
  readonly onlyWith?: readonly string[];
  /** Skipped, by name, in a database of fewer months. */
  readonly monthsMin?: number;
}

/** One row that breaks a rule. */
export interface Finding {
  readonly key: string;
  readonly found: string;
}

/** What one rule made of one database. */
export interface Outcome {
  readonly rule: Rule;
  readonly verdict: "holds" | "broken" | "skipped";
  readonly rows: number;
  /** How many rows break it. */
  readonly broken: number;
  /** The first of them, by key. */
  readonly first: readonly Finding[];
  /** Why it was skipped, or broken without a row. */
  readonly why?: string;
}
