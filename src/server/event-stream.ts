import type { SSEStreamingApi } from "hono/streaming";
import type { StoredEvent } from "../core/event.ts";
import type { Clock } from "../core/ports.ts";
import type { EventQuery } from "../store/rows.ts";
import type { CoordinatorApi } from "./coordinator-api.ts";

const PAGE_EVENTS = 500;
/** A silent stream says so this often, which shows a dead connection to both ends. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends the events a query asks for, first the stored ones, then each new one, until the reader leaves or `closing`.
 * Every event is read from the history, none is buffered here: none is lost or doubled between old and new, and a slow
 * reader costs no memory.
 */
export async function sendEvents(
  stream: SSEStreamingApi,
  api: Pick<CoordinatorApi, "events" | "subscribe">,
  query: EventQuery,
  { clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal },
): Promise<void> {
  let bell = new AbortController();
  const ring = () => bell.abort();
  const leave = api.subscribe(ring);
  closing.addEventListener("abort", ring);
  stream.onAbort(ring);
  let afterSeq = query.afterSeq ?? 0;
  try {
    while (!stream.aborted && !closing.aborted) {
      // Hung up before looking: an event committed after the look rings it.
      bell = new AbortController();
      const page = await api.events({ ...query, afterSeq, limit: PAGE_EVENTS });
      const last = page.at(-1);
      if (last !== undefined) {
        await stream.write(page.map(frame).join(""));
        afterSeq = last.seq;
        continue;
      }
      await clock.sleep(HEARTBEAT_MS, bell.signal);
      if (!bell.signal.aborted) await stream.write(": nothing new\n\n");
    }
  } finally {
    leave();
    closing.removeEventListener("abort", ring);
  }
}

/** JSON has no line breaks of its own, so an event is always one `data` line. */
function frame(event: StoredEvent): string {
  return `id: ${event.seq}\nevent: ${event.body.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}
