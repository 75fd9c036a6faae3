import type { StoredEvent } from "../core/event.ts";
import type { Store } from "../store/store.ts";

/**
 * The history of a run that is over: its events, and what later runs did with its sessions. Work that came back is
 * handed in again, landed or rolled back by commands that open a run of their own.
 */
export async function runHistory(store: Store, run: string): Promise<readonly StoredEvent[]> {
  const sessions = await store.sessions({ run });
  const later = await Promise.all(sessions.map(({ id }) => store.events({ session: id })));
  const events = [...(await store.events({ run })), ...later.flat().filter((event) => event.run !== run)];
  return events.toSorted((a, b) => a.seq - b.seq);
}
