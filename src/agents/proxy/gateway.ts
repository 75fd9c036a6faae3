import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { answerError, forward, type Upstream } from "./forward.ts";

/** A place requests may go to: those whose path is `path` or below it. */
export interface Route extends Upstream {
  readonly path: string;
}

export interface GatewayOptions {
  /** Looked through in order. */
  readonly routes: readonly Route[];
  /** Path of the Unix socket to listen on; null: any free port of the loopback interface. */
  readonly socket: string | null;
  /** What the agent's program knows the gateway as: `127.0.0.1:47821`. With a socket only. */
  readonly insideHost: string | null;
  /** Must be the key of every request; null: whoever can connect is the agent, because the socket is in its box alone. */
  readonly token: string | null;
  /** Told of every request for anything else, in words. */
  readonly onRefused: (what: string) => void;
}

export interface Gateway {
  /** Null when it listens on a socket. */
  readonly port: number | null;
  close(): Promise<void>;
}

const REQUESTS_MAX = 64;

/** The only way out of a box without a network: to the routes, and nowhere else (DESIGN §12). */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const underWay = new Set<ServerResponse>();
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    underWay.add(response);
    response.on("close", () => underWay.delete(response));
    if (underWay.size > REQUESTS_MAX) answerError(response, 503, `expected at most ${REQUESTS_MAX} requests at once`);
    else serve(options, request, response);
  });
  // How programs reach hosts through a proxy. Some reach even us that way.
  server.on("connect", (request: IncomingMessage, stream: Socket, head: Buffer) => {
    stream.on("error", () => undefined);
    if (request.url === options.insideHost) {
      stream.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      stream.unshift(head);
      server.emit("connection", stream);
    } else {
      options.onRefused(`connect to ${request.url}`);
      stream.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
    }
  });
  server.on("upgrade", (_request: IncomingMessage, stream: Socket) =>
    stream.end("HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\n\r\n"),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (options.socket === null) server.listen(0, "127.0.0.1", resolve);
    else server.listen(options.socket, resolve);
  });
  return {
    port: options.socket === null ? (server.address() as AddressInfo).port : null,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function serve({ routes, insideHost, token, onRefused }: GatewayOptions, request: IncomingMessage, response: ServerResponse): void {
  const { host, path } = target(request.url ?? "/");
  const route = host === null || host === insideHost ? routes.find((one) => isBelow(path, one.path)) : undefined;
  if (route === undefined) {
    onRefused(`${request.method} ${host === null ? path : `http://${host}${path}`}`);
    answerError(response, 403, "this agent reaches its model and Signalbox's tools, and nothing else");
  } else if (token !== null && !carries(request, token)) {
    answerError(response, 401, "expected the key this agent was given");
  } else forward(request, response, path, route);
}

/** What a request asks for, `..` resolved; the host only where it names one, as requests to a proxy do. */
function target(url: string): { readonly host: string | null; readonly path: string } {
  const isAbsolute = /^[a-z]+:\/\//i.test(url);
  const parsed = URL.canParse(url, "http://none") ? new URL(url, "http://none") : new URL("http://none");
  return { host: isAbsolute ? parsed.host : null, path: parsed.pathname + parsed.search };
}

function isBelow(path: string, top: string): boolean {
  const only = path.split("?")[0] ?? "";
  return top === "/" || only === top || only.startsWith(`${top}/`);
}

function carries({ headers, url = "" }: IncomingMessage, token: string): boolean {
  const sent = [headers.authorization?.replace(/^Bearer\s+/i, ""), headers["x-api-key"], headers["x-goog-api-key"]];
  const inQuery = URL.canParse(url, "http://none") ? new URL(url, "http://none").searchParams.get("key") : null;
  return [...sent, inQuery].some((one) => typeof one === "string" && isSame(one, token));
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
