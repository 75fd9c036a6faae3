import type { StoredEvent } from "../core/event.ts";
import { type Spent, spentBy } from "../core/usage.ts";

/** What one session's agents have used. */
export interface SessionUsage extends Spent {
  readonly session: string;
}

/** Of every session in a run's events that told of any. */
export function sessionUsage(events: readonly StoredEvent[]): readonly SessionUsage[] {
  return [...spentBy(events, ({ session }) => session)].map(([session, spent]) => ({ session, ...spent }));
}
