import type { AnyMessage, Stream } from "@agentclientprotocol/sdk";
import { z } from "zod";

/** Lines of an agent's standard output as messages of the protocol: newline-delimited JSON-RPC 2.0. */
export interface AcpWire {
  /** What the SDK's connection is made over. */
  readonly stream: Stream;
  /** Takes one line; a line that is no message goes to `onNoise`. */
  hear(line: string): void;
  /** Nothing more will come: requests that wait for an answer are rejected. */
  close(): void;
}

export interface AcpWireOptions {
  readonly send: (line: string) => void;
  /** The parameters of a `session/update`, not yet looked at, in the order they came. */
  readonly onUpdate: (params: unknown) => void;
  readonly onNoise: (line: string) => void;
}

const id = z.union([z.string(), z.number()]);
const jsonrpc = z.literal("2.0");
const message = z.union([
  z.looseObject({ jsonrpc, id, method: z.string() }),
  z.looseObject({ jsonrpc, method: z.string(), id: z.undefined().optional() }),
  z.looseObject({ jsonrpc, id, method: z.undefined().optional() }),
]);

/**
 * Lets through to the SDK only what it can use: requests, and answers to our own. Updates are handled here, at once and
 * in order, because the SDK refuses those it does not know and says so on our standard error; other notifications are
 * extensions nobody asked for.
 */
export function acpWire({ send, onUpdate, onNoise }: AcpWireOptions): AcpWire {
  const waiting = new Set<string | number>();
  let controller: ReadableStreamDefaultController<AnyMessage> | undefined;
  const readable = new ReadableStream<AnyMessage>({
    start: (given) => {
      controller = given;
    },
    cancel: () => {
      controller = undefined;
    },
  });
  const writable = new WritableStream<AnyMessage>({
    write: (sent) => {
      if ("method" in sent && "id" in sent && sent.id !== null) waiting.add(sent.id);
      send(`${JSON.stringify(sent)}\n`);
    },
  });
  return {
    stream: { readable, writable },
    hear(line) {
      const parsed = message.safeParse(parseLine(line));
      if (!parsed.success) return onNoise(line);
      const heard = parsed.data;
      if (heard.id === undefined) return heard.method === "session/update" ? onUpdate(heard["params"]) : undefined;
      if (heard.method === undefined && !waiting.delete(heard.id)) return onNoise(line);
      controller?.enqueue(heard as unknown as AnyMessage);
    },
    close() {
      controller?.close();
      controller = undefined;
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
