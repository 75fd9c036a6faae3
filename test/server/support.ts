import { request } from "node:http";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { newLandingBook } from "../../src/coordinator/landing/landing-book.ts";
import { newLive } from "../../src/coordinator/run-context.ts";
import { parseConfig } from "../../src/core/config.ts";
import type { StoredEvent } from "../../src/core/event.ts";
import { makeReport } from "../../src/records/report.ts";
import { type CoordinatorClient, connectCoordinator } from "../../src/server/connect-coordinator.ts";
import type { CoordinatorApi, CoordinatorCommand } from "../../src/server/coordinator-api.ts";
import { writeCoordinatorFile } from "../../src/server/coordinator-file.ts";
import type { AgentDesk } from "../../src/server/mcp/agent-desk.ts";
import { type RunningServer, startServer } from "../../src/server/start-server.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { type FakeClock, fakeClock } from "../support/clock.ts";
import { temporaryDirectory } from "../support/repository.ts";

export const TOKEN = "0123456789abcdef".repeat(4);

export interface TestServer {
  readonly server: RunningServer;
  readonly store: Store;
  readonly file: string;
  readonly clock: FakeClock;
  readonly commands: CoordinatorCommand[];
  /** How many listeners the event stream has on the store. */
  readonly listeners: () => number;
  readonly connect: () => Promise<CoordinatorClient>;
}

const QUEUE = { workers: 1, strict: false, batchMax: 1, retryShare: 1 };

/** A real server over a real store, with `overrides` of what it answers. */
export async function testServer(
  overrides: Partial<CoordinatorApi> = {},
  deskOf?: (token: string) => AgentDesk | undefined,
): Promise<TestServer> {
  const root = await temporaryDirectory();
  const clock = fakeClock();
  const store = await openStore(join(root, "store.sqlite"), { clock });
  const commands: CoordinatorCommand[] = [];
  let listeners = 0;
  const handlers: CoordinatorApi = {
    status: async () => ({
      ...{ mode: "running", main: newLive("", newLandingBook(QUEUE, "", parseConfig({}))).main, needsPerson: null },
      ...{
        run: (await store.latestRun()) ?? null,
        sessions: await store.sessions(),
        queue: [],
        flagged: [],
        ordered: [],
        networks: [],
        waiting: [],
        progress: [],
        usage: [],
        metrics: null,
      },
    }),
    report: async () => makeReport(await store.events({}), clock.now()),
    logs: (session, afterSeq) => store.events({ session, afterSeq }),
    async command(command) {
      commands.push(command);
      return { ok: true, value: { message: `${command.name}: accepted`, change: null } };
    },
    events: (query) => store.events(query),
    subscribe(listener) {
      listeners += 1;
      const leave = store.subscribe(listener);
      return () => {
        listeners -= 1;
        leave();
      };
    },
    ...overrides,
  };
  const server = await startServer({ handlers, token: () => TOKEN, clock, ...(deskOf === undefined ? {} : { deskOf }) });
  const file = join(root, "coordinator.json");
  await writeCoordinatorFile(file, { url: server.url, token: TOKEN, pid: process.pid });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  const connect = async () => {
    const client = await connectCoordinator(file);
    if (client === undefined) throw new Error("expected a coordinator to answer");
    return client;
  };
  return { server, store, file, clock, commands, listeners: () => listeners, connect };
}

export interface RawAnswer {
  readonly status: number;
  readonly body: { readonly schema?: string; readonly error?: { readonly code: string; readonly message: string; readonly next: string } };
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** A request with exactly these headers: `fetch` does not let a test choose Host or Origin. */
export function rawRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  options: { method?: string; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: options.method ?? "GET", headers, setHost: !("host" in headers) }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, body: text.startsWith("{") ? JSON.parse(text) : {}, headers: answer.headers });
      });
    });
    sent.on("error", reject);
    sent.end(options.body);
  });
}

export async function note(store: Store, text: string, session: string | null = null): Promise<StoredEvent> {
  return await store.append({ run: "r", task: null, session }, { kind: "note", level: "info", text });
}
