import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestPlain,
  type ServerResponse,
} from "node:http";
import { request as requestSecure } from "node:https";
import { type MeteredUsage, usageMeter } from "./usage-meter.ts";

/** The one place that requests go to. */
export interface Upstream {
  /** Such as `https://api.example.com`; requests keep their own path. */
  readonly origin: string;
  /** Put in place of whatever key the agent sent; null: what it sent goes on. */
  readonly key: ModelKey | null;
  readonly onUsage?: (usage: MeteredUsage) => void;
  /** Told of every answer: its status, and after how many seconds it says to come again, or null. */
  readonly onStatus?: (status: number, retryAfterSeconds: number | null) => void;
}

export interface ModelKey {
  readonly value: string;
  /** The header it goes into when the agent sent none. */
  readonly header: "authorization" | "x-api-key" | "x-goog-api-key";
}

const REQUEST_BYTES_MAX = 64 * 1024 * 1024;
const ANSWER_BYTES_MAX = 256 * 1024 * 1024;
/** Without a byte in either direction. A model may think for minutes before it says anything. */
const IDLE_MS_MAX = 15 * 60_000;

/** Of one connection (RFC 9110 §7.6.1), or said anew. Without a coding of the answer, so that it can be read on its way. */
const OWN_HEADERS = /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|accept-encoding|expect|content-length)$/;
const KEY_HEADERS = ["authorization", "x-api-key", "x-goog-api-key"] as const;

/**
 * Sends a request on to its upstream and the answer back, both as they come, within limits of size and time.
 * @param path with query, normalized.
 */
export function forward(from: IncomingMessage, to: ServerResponse, path: string, { origin, key, onUsage, onStatus }: Upstream): void {
  // Not resolved against the origin: a path that begins with two slashes would name another host.
  const url = new URL(`${origin}${path}`);
  if (key !== null && url.searchParams.has("key")) url.searchParams.delete("key");
  const request = url.protocol === "https:" ? requestSecure : requestPlain;
  const onward = request(url, {
    method: from.method ?? "GET",
    headers: { ...sentOn(from.headers, key), ...length(from) },
    timeout: IDLE_MS_MAX,
  });
  const fail = (status: number, message: string) => {
    if (to.headersSent) to.destroy();
    else answerError(to, status, message);
    onward.destroy();
  };
  let sentBytes = 0;
  from.on("data", (chunk: Buffer) => {
    sentBytes += chunk.length;
    if (sentBytes > REQUEST_BYTES_MAX) fail(413, `expected a request of at most ${REQUEST_BYTES_MAX} bytes`);
  });
  from.pipe(onward);
  to.on("close", () => onward.destroy());
  onward.on("timeout", () => fail(504, `expected the model's server to say something within ${IDLE_MS_MAX} ms`));
  onward.on("error", (error) => fail(502, `the model's server cannot be reached: ${error.message}`));
  onward.on("response", (answer) => {
    const meter = onUsage === undefined ? null : usageMeter(String(answer.headers["content-type"] ?? ""));
    onStatus?.(answer.statusCode ?? 502, secondsOf(answer.headers["retry-after"]));
    let answeredBytes = 0;
    answer.on("data", (chunk: Buffer) => {
      answeredBytes += chunk.length;
      if (answeredBytes > ANSWER_BYTES_MAX) fail(502, "the answer is too large");
      meter?.push(chunk);
    });
    // Also for an answer that breaks off: what it said it cost was paid.
    answer.on("close", () => {
      const usage = meter?.end() ?? null;
      if (usage !== null) onUsage?.(usage);
      if (!answer.complete) to.destroy();
    });
    answer.on("error", () => to.destroy());
    to.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
    to.flushHeaders();
    answer.pipe(to);
  });
}

/** As a date (RFC 9110 §10.2.3) no model's server was seen to say it. */
function secondsOf(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,7}$/.test(retryAfter) ? Number(retryAfter) : null;
}

/** An error in the one form clients of all dialects read a message from. */
export function answerError(to: ServerResponse, status: number, message: string): void {
  to.writeHead(status, { "content-type": "application/json", connection: "close" });
  to.end(JSON.stringify({ type: "error", error: { type: "signalbox_proxy", message: `Signalbox: ${message}` } }));
}

/** Its length as the agent gave it, for a server that takes no chunks. */
function length({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return headers["content-length"] === undefined ? {} : { "content-length": headers["content-length"] };
}

function sentOn(headers: IncomingHttpHeaders, key: ModelKey | null): OutgoingHttpHeaders {
  const sent = passedOn(headers);
  if (key === null) return sent;
  const used = KEY_HEADERS.filter((name) => name in sent);
  for (const name of used.length === 0 ? [key.header] : used) sent[name] = name === "authorization" ? `Bearer ${key.value}` : key.value;
  return sent;
}

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OWN_HEADERS.test(name)));
}
