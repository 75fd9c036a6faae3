import type { StoredEvent } from "../core/event.ts";

/** A change that weakens tests. */
export interface FlaggedChange {
  readonly change: string;
  /** Each completes "this change …". */
  readonly weakens: readonly string[];
}

/** Those of `changes` that a history says weaken tests, in its order. */
export function flaggedChanges(events: readonly StoredEvent[], changes: readonly { readonly id: string }[]): readonly FlaggedChange[] {
  const asked = new Set(changes.map(({ id }) => id));
  return events.flatMap(({ body }) =>
    body.kind === "change-flagged" && asked.has(body.change)
      ? [{ change: body.change, weakens: body.weakenings.map(({ what }) => what) }]
      : [],
  );
}
