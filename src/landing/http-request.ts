import { messageOf } from "../core/errors.ts";

export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What a server said, or why it said nothing. */
export type HttpAnswer =
  | { readonly ok: true; readonly status: number; readonly body: string }
  | { readonly ok: false; readonly detail: string };

const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** One GET within limits of time and size; never rejects. What is beyond the size limit is cut off. */
export async function httpGet({ url, headers = {}, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
  const limits = [AbortSignal.timeout(Math.ceil(timeoutMs)), ...(signal === undefined ? [] : [signal])];
  try {
    const response = await fetch(url, { headers: { ...headers, "cache-control": "no-cache" }, signal: AbortSignal.any(limits) });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= BODY_BYTES_MAX) break;
    }
    return { ok: true, status: response.status, body: Buffer.concat(chunks).toString("utf8", 0, BODY_BYTES_MAX) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
    return { ok: false, detail: `${messageOf(error, 200)}${cause}` };
  }
}
