/** From the strongest to the weakest; a pair is told by the strongest that holds. */
export const CONFLICT_RULES = ["barrier", "same-file", "export-import", "shared-registry", "learned-pair"] as const;
export type ConflictRule = (typeof CONFLICT_RULES)[number];

/** Why two changes are in one lane: the later is tested on top of the earlier. */
export interface ConflictEdge {
  readonly rule: ConflictRule;
  /** One sentence for a person, without its full stop; names no change, so it reads the same from both sides. */
  readonly because: string;
  /** The files and names it is about, the most telling first. */
  readonly evidence: readonly string[];
}
