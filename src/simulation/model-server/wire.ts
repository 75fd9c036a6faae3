import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { SignalboxError } from "../../core/errors.ts";
import type { StreamEvent } from "./turn.ts";

/** Bytes in and out of the model server; what they mean is for the dialects. */

const BODY_BYTES_MAX = 64 * 1024 * 1024;

/** @throws SignalboxError `bad-input` for a body that is too long. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new SignalboxError("bad-input", `expected a body of at most ${BODY_BYTES_MAX} bytes, got more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** @param isCut true: the connection is dropped half-way through the events. */
export async function sendStream(
  response: ServerResponse,
  events: readonly StreamEvent[],
  { paceMs, isCut }: { readonly paceMs: number; readonly isCut: boolean },
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const sent = isCut ? events.slice(0, Math.floor(events.length / 2)) : events;
  response.flushHeaders();
  for (const { event, data } of sent) {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    const isFlushed = await written(response, `${event === null ? "" : `event: ${event}\n`}data: ${text}\n\n`);
    if (!isFlushed) return;
    if (paceMs > 0) await pause(paceMs, response);
  }
  if (isCut) response.destroy();
  else response.end();
}

/** Waits, but not for a client that has gone. */
export async function pause(ms: number, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const stop = () => gone.abort();
  response.once("close", stop);
  await sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  response.off("close", stop);
}

/** False when the client has gone. */
function written(response: ServerResponse, text: string): Promise<boolean> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve(false);
    else response.write(text, (error) => resolve(error === null || error === undefined));
  });
}
