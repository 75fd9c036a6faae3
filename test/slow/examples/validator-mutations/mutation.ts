/** How one rule of the validator is broken. */
export interface Mutation {
  /** Changes one row, in a database without foreign keys and checks. */
  readonly sql: string;
  /** Other rules that say the same of this row in other words, and break with it. */
  readonly also?: readonly string[];
}

/** By the rule's id. */
export type Mutations = Readonly<Record<string, Mutation>>;
