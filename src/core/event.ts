import type { AgentEvent, NetworkAccess } from "./agent.ts";
import type { ReturnReason } from "./change.ts";
import type { SessionState } from "./session.ts";

/** A path or pattern somebody expected to be changed, with the calibrated chance that it is. */
export interface PredictedPath {
  readonly path: string;
  readonly probability: number;
}

/** A test that failed and passed on the same tree: how often it ran, how often it did that, and how likely it does again. */
export interface FlakyTest {
  readonly id: string;
  readonly runs: number;
  readonly flakes: number;
  readonly rate: number;
}

/**
 * The append-only history. Everything a report, a record or a restart says comes from these (promise 4);
 * bodies are plain JSON. Times are in the envelope, not in the body.
 */
export type EventBody =
  | {
      readonly kind: "run-started";
      readonly agents: number;
      readonly primary: string | null;
      readonly tasks: readonly string[];
      readonly resumed: boolean;
    }
  | {
      readonly kind: "run-ended";
      readonly outcome: "done" | "incomplete" | "stopped" | "red-main" | "needs-person";
      readonly reason: string;
    }
  | {
      readonly kind: "main-checked";
      readonly commit: string;
      readonly tree: string;
      readonly healthy: boolean;
      readonly gate: string | null;
      readonly detail: string;
    }
  | { readonly kind: "main-moved"; readonly from: string | null; readonly to: string; readonly by: "us" | "foreign" | "rewound" }
  | {
      readonly kind: "session-opened";
      readonly agent: string;
      readonly slot: number;
      readonly epoch: number;
      readonly base: string;
      readonly confined: boolean;
    }
  | {
      /** What was expected of a session when it was opened: what it is scored by, and what later plans learn from. */
      readonly kind: "session-planned";
      readonly agentClass: string;
      /** Human hours as the task's sources gave them; null without an estimate. */
      readonly estimateHours: number | null;
      /** Agent hours it was forecast to take; null where nothing was forecast. */
      readonly p50Hours: number | null;
      readonly p80Hours: number | null;
      readonly predicted: readonly PredictedPath[];
      /** Why too little was known of its paths; null when enough was. */
      readonly unknown: string | null;
    }
  | { readonly kind: "session-moved"; readonly from: SessionState; readonly to: SessionState; readonly reason: string }
  | { readonly kind: "agent"; readonly event: AgentEvent }
  | {
      readonly kind: "agent-started";
      readonly attempt: number;
      readonly confined: boolean;
      /** What it reaches over the network; absent in histories from before this was told. */
      readonly network?: NetworkAccess;
    }
  | { readonly kind: "agent-ended"; readonly attempt: number; readonly reason: string; readonly detail: string; readonly ms: number }
  /** A person answered a session's question; the answer is its agent's next turn. */
  | { readonly kind: "answered"; readonly question: string; readonly answer: string }
  | {
      readonly kind: "change-submitted";
      readonly change: string;
      readonly changeKind: string;
      readonly head: string;
      readonly base: string;
      readonly files: readonly string[];
    }
  | {
      /** The change weakens tests, so it is tested alone: where, how, and the lines it is about. */
      readonly kind: "change-flagged";
      readonly change: string;
      readonly weakenings: readonly { readonly path: string; readonly what: string; readonly lines: readonly string[] }[];
    }
  /** It wrote a path that this session holds and works on, so it waits outside the queue to land behind it. */
  | { readonly kind: "change-held"; readonly change: string; readonly holder: string; readonly path: string }
  /** It wrote what another session held, and goes to the queue now. */
  | { readonly kind: "change-freed"; readonly change: string; readonly because: string }
  | {
      readonly kind: "gate-run";
      readonly gate: string;
      readonly tree: string;
      readonly passed: boolean;
      readonly cached: boolean;
      readonly ms: number;
      readonly changes: readonly string[];
      readonly infrastructure: boolean;
      readonly detail: string;
      /** Ids of the tests that failed, where the gate's report names them. */
      readonly failedTests?: readonly string[];
      /** What does not fit together in what the run said. */
      readonly notes?: readonly string[];
    }
  | {
      /** A gate failed and then passed on the same tree. */
      readonly kind: "flake-seen";
      readonly gate: string;
      readonly tree: string;
      readonly changes: readonly string[];
      /** The tests that did; empty where the gate's report names none. */
      readonly tests: readonly FlakyTest[];
    }
  | {
      readonly kind: "conflict-found";
      readonly conflict: string;
      readonly what: "textual" | "twin" | "stale-base" | "same-file" | "push-race" | "bookkeeping" | "semantic";
      readonly tasks: readonly string[];
      readonly files: readonly string[];
    }
  | {
      readonly kind: "conflict-resolved";
      readonly conflict: string;
      readonly by: string;
      /** What the resolution ladder decided, by path; absent when somebody resolved it by work. */
      readonly resolutions?: readonly { readonly path: string; readonly rung: string; readonly decided: string }[];
    }
  | {
      readonly kind: "change-landed";
      readonly change: string;
      readonly changeKind: string;
      readonly commit: string;
      readonly tree: string;
      readonly bookkeepingOnly: boolean;
    }
  | { readonly kind: "change-returned"; readonly change: string; readonly reason: ReturnReason }
  | { readonly kind: "change-rejected"; readonly change: string; readonly reason: ReturnReason }
  | { readonly kind: "change-withdrawn"; readonly change: string; readonly reason: string }
  | { readonly kind: "done-by"; readonly other: string; readonly evidence: string }
  | { readonly kind: "verify"; readonly commit: string; readonly passed: boolean; readonly detail: string; readonly ms: number }
  | { readonly kind: "reverted"; readonly change: string; readonly commit: string }
  | { readonly kind: "task-reopened"; readonly reason: string }
  | { readonly kind: "task-dropped"; readonly reason: string }
  | { readonly kind: "backup"; readonly passed: boolean; readonly detail: string }
  | { readonly kind: "salvaged"; readonly ref: string; readonly oid: string; readonly reason: string }
  | { readonly kind: "edit-dropped"; readonly path: string; readonly reason: string }
  | { readonly kind: "escape"; readonly what: string; readonly action: "refused" | "undone" | "reported" }
  | { readonly kind: "lease-extended"; readonly paths: readonly string[]; readonly granted: boolean; readonly holder: string | null }
  | {
      /** Paths a session was first seen to touch: by what its agent said, or by what its workspace holds. */
      readonly kind: "footprint-observed";
      readonly paths: readonly string[];
      readonly source: "agent" | "workspace";
    }
  | {
      /** Paths a session gave back while it goes on: `kept` is its whole lease now. */
      readonly kind: "lease-narrowed";
      readonly dropped: readonly string[];
      readonly kept: readonly string[];
      readonly because: string;
    }
  | {
      /** What a landed session really changed, bookkeeping left out; `session-planned` says what was expected. */
      readonly kind: "footprint-scored";
      readonly changed: readonly string[];
      /** Elapsed agent hours it took. */
      readonly hours: number;
    }
  | {
      /** The open tasks are taken up in another order from now on. */
      readonly kind: "replanned";
      readonly order: readonly string[];
      readonly because: string;
      /** Share of the expected cost that the new order saves, in [0, 1]. */
      readonly gain: number;
    }
  | {
      /** What a session says of its work, in its own words. */
      readonly kind: "progress";
      readonly message: string;
      /** How much is done, in its own estimate, in [0, 100]; null: it did not say. */
      readonly percent: number | null;
    }
  | { readonly kind: "note"; readonly level: "info" | "warning"; readonly text: string };

export type EventKind = EventBody["kind"];

/** An event as stored. `seq` grows by one within a store; `run`, `task`, `session` are null where they do not apply. */
export interface StoredEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly run: string | null;
  readonly task: string | null;
  readonly session: string | null;
  readonly body: EventBody;
}
