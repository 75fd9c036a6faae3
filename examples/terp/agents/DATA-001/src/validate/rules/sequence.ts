import type { Rule } from "../rule.ts";

/** Two times of which the second follows from the first. Where one of them is only a day, both are compared by day. */
export interface Sequence {
  readonly id: string;
  readonly says: string;
  /** What follows `from`; `x` is the row the rule is about, `y` the one it is compared with. */
  readonly of: string;
  readonly cause: string;
  readonly effect: string;
  readonly mayBeEmpty?: string;
  readonly onlyWith?: readonly string[];
}

export const SHORT_RUN = "in a short run none may have happened";

/** No effect before its cause. */
export function sequenceRule({ id, says, of, cause, effect, ...rest }: Sequence): Rule {
  return {
    id,
    kind: "temporal",
    says,
    counts: of,
    sql: `select x.id as key, ${effect} || ' is before ' || ${cause} as found from ${of}
          ${of.includes(" where ") ? "and" : "where"} ${effect} < ${cause}`,
    ...rest,
  };
}
