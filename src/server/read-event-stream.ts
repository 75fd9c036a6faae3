import type { StoredEvent } from "../core/event.ts";

/** The events in a `text/event-stream` body as our own server writes it: one `data` line per event, comments between. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StoredEvent, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length));
  }
}
