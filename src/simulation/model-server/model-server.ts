import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { messageOf } from "../../core/errors.ts";
import { answerRequest } from "./answer-request.ts";
import type { Dialect, NewId } from "./dialect.ts";
import { DIALECTS } from "./dialects.ts";
import { countFaults, type Faults } from "./faults.ts";
import { type LoggedRequest, type RequestLog, requestLog } from "./request-log.ts";
import { type ModelScript, markedScript } from "./script.ts";
import { sideAnswer } from "./side-routes.ts";
import { pause, readBody, sendJson, sendStream } from "./wire.ts";

export interface ModelServerOptions {
  /** The script a prompt stands for, or null. Default: the one it carries between marks, see `script.ts`. */
  readonly scriptOf?: (prompt: string) => ModelScript | null;
  readonly newId?: NewId;
  /** 0, the default: any free port. */
  readonly port?: number;
}

export interface ModelServer {
  /** `http://127.0.0.1:<port>`, to which clients add `/v1/messages`, `/v1/responses` and so on. */
  readonly url: string;
  /** What was asked so far, oldest first, and what was done about it. */
  requests(): readonly LoggedRequest[];
  /** Ends what hangs as well. */
  close(): Promise<void>;
}

/**
 * A model server that plays scripts instead of thinking, so that real agent programs work offline and do the same every
 * time. It speaks what they speak (`dialects.ts`), on the loopback interface only, and looks at no key.
 * @throws Error when the port is taken.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { scriptOf = markedScript, newId = randomId } = options;
  const house: House = { scriptOf, newId, log: requestLog(), faults: countFaults() };
  const server = createServer((request, response) => void serve(house, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: house.log.all,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface House {
  readonly scriptOf: (prompt: string) => ModelScript | null;
  readonly newId: NewId;
  readonly log: RequestLog;
  readonly faults: Faults;
}

function randomId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll("-", "")}`;
}

async function serve(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const path = url.split("?")[0] ?? "/";
  const dialect = DIALECTS.find((one) => method === "POST" && one.path.test(path));
  try {
    const body = await readBody(request);
    const side = sideAnswer(method, path, body.length);
    if (side !== undefined) sendJson(response, 200, side);
    else if (dialect !== undefined) await answer(house, dialect, { path, body, response });
    else sendJson(response, 404, { error: { message: `expected a path of a model's API, got \`${method} ${path}\`` } });
  } catch (error) {
    const message = messageOf(error);
    if (response.headersSent) response.destroy();
    else sendJson(response, 400, dialect?.fault(400, message) ?? { error: { message } });
  }
}

interface Exchange {
  readonly path: string;
  readonly body: string;
  readonly response: ServerResponse;
}

/** Plays the next step, or does what goes wrong in its place. */
async function answer(house: House, dialect: Dialect, { path, body, response }: Exchange): Promise<void> {
  const asked = dialect.read(JSON.parse(body), path);
  const planned = answerRequest(asked, body, house.scriptOf);
  const { answer: reply, step } = planned;
  const fault = house.faults.strike(planned);
  house.log.add({ dialect: dialect.name, path, asked, planned, fault });
  if (fault !== null && "hang" in fault) return;
  if (step.delayMs !== undefined) await pause(step.delayMs, response);
  if (fault !== null && "status" in fault) {
    const { status, retryAfterSeconds } = fault;
    if (retryAfterSeconds !== undefined) response.setHeader("retry-after", String(retryAfterSeconds));
    sendJson(response, status, dialect.fault(status, `scripted fault ${status}`, retryAfterSeconds));
  } else if (asked.isStreamed) {
    const events = dialect.events(asked, reply, house.newId);
    await sendStream(response, events, { paceMs: step.paceMs ?? 0, isCut: fault !== null });
  } else if (fault !== null) {
    response.destroy();
  } else {
    sendJson(response, 200, dialect.whole(asked, reply, house.newId));
  }
}
