import type { Outcome } from "../core/claim.ts";
import { messageOf, SignalboxError } from "../core/errors.ts";
import type { StoredEvent } from "../core/event.ts";
import type { Report } from "../records/report.ts";
import type { EventQuery } from "../store/rows.ts";
import type { CommandAccepted, CoordinatorCommand, Status } from "./coordinator-api.ts";
import { type CoordinatorFile, readCoordinatorFile } from "./coordinator-file.ts";
import { errorBodySchema, errorFrom } from "./error-body.ts";
import { readEventStream } from "./read-event-stream.ts";

/** Where nobody listens, the kernel says so at once; this bounds a program that listens and never answers. */
const GREETING_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 60_000;

/** A running coordinator as the command line sees it. Every method throws the SignalboxError that the coordinator threw. */
export interface CoordinatorClient {
  readonly pid: number;
  readonly url: string;
  status(): Promise<Status>;
  report(): Promise<Report>;
  logs(session: string, afterSeq?: number): Promise<readonly StoredEvent[]>;
  command(command: CoordinatorCommand): Promise<Outcome<CommandAccepted>>;
  /** Stored events first, then each new one; ends when the coordinator does or `signal` aborts. To go on, ask after the last seq. */
  events(query?: Omit<EventQuery, "kinds" | "limit">, signal?: AbortSignal): AsyncGenerator<StoredEvent, void, void>;
}

/** The coordinator that a file tells of; undefined when none answers there any more, or another program does. */
export async function connectCoordinator(file: string): Promise<CoordinatorClient | undefined> {
  const address = await readCoordinatorFile(file);
  if (address === undefined) return undefined;
  try {
    const { pid } = await ask<{ pid: number }>(address, "coordinator", "/v1/coordinator", {
      signal: AbortSignal.timeout(GREETING_TIMEOUT_MS),
    });
    return pid === address.pid ? clientOf(address) : undefined;
  } catch {
    return undefined;
  }
}

function clientOf(address: CoordinatorFile): CoordinatorClient {
  return {
    pid: address.pid,
    url: address.url,
    status: async () => (await ask<{ status: Status }>(address, "status", "/v1/status")).status,
    report: async () => (await ask<{ report: Report }>(address, "report", "/v1/report")).report,
    async logs(session, afterSeq = 0) {
      const path = `/v1/sessions/${encodeURIComponent(session)}/logs?after=${afterSeq}`;
      return (await ask<{ events: StoredEvent[] }>(address, "logs", path)).events;
    },
    async command(command) {
      const body = JSON.stringify(command);
      const init = { method: "POST", body, headers: { "content-type": "application/json" } };
      return (await ask<{ outcome: Outcome<CommandAccepted> }>(address, "command", "/v1/commands", init)).outcome;
    },
    async *events({ afterSeq = 0, ...scope } = {}, signal) {
      const query = new URLSearchParams({ after: String(afterSeq) });
      for (const [name, value] of Object.entries(scope)) if (value !== undefined) query.set(name, value);
      try {
        const { body } = await send(address, `/v1/events?${query}`, { signal: signal ?? null });
        if (body !== null) yield* readEventStream(body);
      } catch (error) {
        // Anything else is the connection ending: the coordinator is gone, or the caller has had enough.
        if (error instanceof SignalboxError && !signal?.aborted) throw error;
      }
    },
  };
}

async function ask<T>(address: CoordinatorFile, subject: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(address, path, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS), ...init });
  const answer: T & { readonly schema?: unknown } = await response.json();
  if (answer.schema === `signalbox.${subject}/1`) return answer;
  throw new SignalboxError("bad-input", `expected an answer signalbox.${subject}/1, got \`${String(answer.schema).slice(0, 80)}\``, {
    hint: "the running coordinator is of another version: stop it, or use its own command",
  });
}

async function send({ url, token }: CoordinatorFile, path: string, init: RequestInit): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  const response = await fetch(url + path, { ...init, headers }).catch((error: unknown) => {
    throw new SignalboxError("work-failed", `expected an answer from the coordinator at ${url}, got \`${messageOf(error)}\``, {
      hint: "signalbox status shows whether one runs",
      cause: error,
    });
  });
  if (response.ok) return response;
  const body = errorBodySchema.safeParse(await response.json().catch(() => undefined));
  if (body.success) throw errorFrom(body.data);
  throw new SignalboxError("work-failed", `expected an answer from the coordinator, got HTTP \`${response.status}\``);
}
