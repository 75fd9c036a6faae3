import type { RememberedResolution } from "../../../store/rows.ts";

/** What the ladder may look up of conflicts that were resolved before. */
export interface Memory {
  /** What is remembered of these conflicts (`fileIdentity`, `hunkIdentity`), by key; nothing of those nobody resolved. */
  readonly recall: (keys: readonly string[]) => Promise<ReadonlyMap<string, RememberedResolution>>;
  /** Is nothing remembered of this path? */
  readonly isKeptOut: (path: string) => boolean;
}
