import type { Journal, MetConflict } from "../play.ts";
import { isBelow } from "./main-history.ts";

/** Textual conflicts, by what met. */
export interface Meetings {
  /** In files of the program, its tests and its texts. */
  readonly work: readonly MetConflict[];
  /** In nothing but records. */
  readonly records: readonly MetConflict[];
}

export function meetings({ conflicts }: Journal, records: readonly string[]): Meetings {
  const isRecords = ({ files }: MetConflict) => files.every((path) => isBelow(path, records));
  return { work: conflicts.filter((one) => !isRecords(one)), records: conflicts.filter(isRecords) };
}
