import { onTestFinished } from "vitest";
import { type ModelServer, type ModelServerOptions, startModelServer } from "../../../src/simulation/model-server/model-server.ts";

/** A server that ends with the test, and whose ids are counted. */
export async function modelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  let count = 0;
  const server = await startModelServer({ newId: (prefix) => `${prefix}_${++count}`, ...options });
  onTestFinished(() => server.close());
  return server;
}

export function post(server: ModelServer, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const request = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return fetch(`${server.url}${path}`, signal === undefined ? request : { ...request, signal });
}

/** The whole answer as JSON; what a test does not look at has no type. */
// biome-ignore lint/suspicious/noExplicitAny: a wire format, looked at field by field.
export async function asked(server: ModelServer, path: string, body: unknown): Promise<any> {
  const response = await post(server, path, body);
  return response.json();
}

export interface SentEvent {
  readonly event: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: a wire format, looked at field by field.
  readonly data: any;
}

/** The events of a streamed answer, `[DONE]` as that text. */
export async function streamed(server: ModelServer, path: string, body: unknown): Promise<readonly SentEvent[]> {
  const text = await (await post(server, path, body)).text();
  return text
    .trim()
    .split("\n\n")
    .map((block) => {
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? "";
      return { event: /^event: (.*)$/m.exec(block)?.[1] ?? null, data: data === "[DONE]" ? data : JSON.parse(data) };
    });
}
