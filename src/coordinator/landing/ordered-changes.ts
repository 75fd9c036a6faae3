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
  const places = new Map([...queue.entries.keys()].map((change, place) => [change, place]));
  return [...places].flatMap(([change, place]) => {
    const before = conflicts.neighbours(change).filter((other) => (places.get(other) ?? place) < place);
    const behind = before.toSorted((a, b) => (places.get(b) ?? 0) - (places.get(a) ?? 0))[0];
    const because = behind === undefined ? undefined : conflicts.between(change, behind)?.because;
    return behind === undefined || because === undefined ? [] : [{ change, behind, because }];
  });
}
