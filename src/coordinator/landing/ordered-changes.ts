import type { LandingBook } from "./landing-book.ts";

/** A change that lands behind another one. */
export interface OrderedChange {
  readonly change: string;
  readonly behind: string;
  /** One sentence for a person, without its full stop. */
  readonly because: string;
}

/** Which queued changes are kept in order, each with the last one before it that it conflicts with, and why. */
export function orderedChanges({ queue, conflicts }: Pick<LandingBook, "queue" | "conflicts">): readonly OrderedChange[] {
  const earlier: string[] = [];
  return [...queue.entries.keys()].flatMap((change) => {
    const behind = earlier.findLast((other) => conflicts.between(change, other) !== undefined);
    earlier.push(change);
    const because = behind === undefined ? undefined : conflicts.between(change, behind)?.because;
    return behind === undefined || because === undefined ? [] : [{ change, behind, because }];
  });
}
