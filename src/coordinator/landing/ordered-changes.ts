import type { LandingBook } from "./landing-book.ts";

/** A change that lands behind another one. */
export interface OrderedChange {
  readonly change: string;
  /** A change; of one that waits outside the queue the session that still works. */
  readonly behind: string;
  /** One sentence for a person, without its full stop. */
  readonly because: string;
}

/** Which changes are kept in order, each with whom it waits for or the last one before it that it conflicts with, and why. */
export function orderedChanges({ queue, conflicts, holds }: Pick<LandingBook, "queue" | "conflicts" | "holds">): readonly OrderedChange[] {
  const waiting = [...holds].flatMap(([change, { holder }]) =>
    holder === null ? [] : [{ change, behind: holder.session, because: `it wrote ${holder.path}, which that session holds and works on` }],
  );
  const places = new Map([...queue.entries.keys()].map((change, place) => [change, place]));
  const queued = [...places].flatMap(([change, place]) => {
    const before = conflicts.neighbours(change).filter((other) => (places.get(other) ?? place) < place);
    const behind = before.toSorted((a, b) => (places.get(b) ?? 0) - (places.get(a) ?? 0))[0];
    const because = behind === undefined ? undefined : conflicts.between(change, behind)?.because;
    return behind === undefined || because === undefined ? [] : [{ change, behind, because }];
  });
  return [...waiting, ...queued];
}
