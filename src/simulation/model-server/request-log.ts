import type { PlannedAnswer } from "./answer-request.ts";
import type { Dialect } from "./dialect.ts";
import type { ModelFault } from "./script.ts";
import type { ModelRequest } from "./turn.ts";

/** One request as tests look at it: who asked in which dialect, with what, and what was done about it. */
export interface LoggedRequest {
  readonly dialect: Dialect["name"];
  readonly path: string;
  readonly model: string;
  readonly isStreamed: boolean;
  /** Names of the tools the agent offered. */
  readonly tools: readonly string[];
  /** The message that carries the script; empty where none does. */
  readonly prompt: string;
  /** Which step of the script, counted from 0; null where none was played. */
  readonly step: number | null;
  /** What went wrong instead of an answer; null: it was answered. */
  readonly fault: ModelFault | null;
}

export interface RequestLog {
  add(entry: {
    readonly dialect: Dialect["name"];
    readonly path: string;
    readonly asked: ModelRequest;
    readonly planned: PlannedAnswer;
    readonly fault: ModelFault | null;
  }): void;
  all(): readonly LoggedRequest[];
}

const REQUESTS_MAX = 10_000;

/** Keeps the newest 10,000 requests. */
export function requestLog(): RequestLog {
  const requests: LoggedRequest[] = [];
  return {
    add({ dialect, path, asked, planned, fault }) {
      const { model, isStreamed, tools } = asked;
      const { prompt, index: step } = planned;
      requests.push({ dialect, path, model, isStreamed, tools: tools.map(({ name }) => name), prompt, step, fault });
      if (requests.length > REQUESTS_MAX) requests.shift();
    },
    all: () => [...requests],
  };
}
