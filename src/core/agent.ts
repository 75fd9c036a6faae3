/** The driver port and the one event vocabulary of all agents (DESIGN §8). */

export type ToolKind = "read" | "edit" | "delete" | "move" | "search" | "execute" | "other";

export type AgentEvent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "plan"; readonly entries: readonly string[] }
  | { readonly kind: "tool"; readonly tool: ToolKind; readonly title: string; readonly paths: readonly string[] }
  | { readonly kind: "permission"; readonly tool: ToolKind; readonly paths: readonly string[]; readonly granted: boolean }
  | { readonly kind: "usage"; readonly inputTokens: number; readonly outputTokens: number; readonly costUsd: number | null }
  | { readonly kind: "session"; readonly agentSession: string }
  | { readonly kind: "part-ready"; readonly subject: string }
  | { readonly kind: "waiting-input"; readonly question: string }
  | { readonly kind: "rate-limited"; readonly untilMs: number }
  | { readonly kind: "finished"; readonly reason: FinishReason; readonly detail: string };

/**
 * How a turn ended, as far as the agent's side can tell. It decides nothing about the task:
 * git state, gates and acceptance do (promise 5).
 */
export type FinishReason = "completed" | "exited-nonzero" | "timed-out" | "output-limit" | "cancelled" | "killed" | "spawn-failed";

export interface AgentLimits {
  readonly timeoutMs: number;
  /** Output kept per session; the rest is dropped and said to be dropped. */
  readonly outputBytesMax: number;
  /** Output after which the agent is ended. */
  readonly outputBytesEnd: number;
}

export interface AgentRequest {
  readonly session: string;
  readonly task: string;
  readonly prompt: string;
  /** Absolute path of the work tree the agent may write. */
  readonly workspace: string;
  /** Absolute path of a directory that is the agent's HOME for this session. */
  readonly home: string;
  /** Absolute path of a private scratch directory, the agent's TMPDIR. */
  readonly temp: string;
  /** Set when the session goes on after a crash or a return; drivers that can, resume it. */
  readonly agentSession: string | null;
  /** 1 for the first try, then growing: after a crash or a returned change. */
  readonly attempt: number;
  readonly limits: AgentLimits;
  /** Absolute path of the session's `transcript.jsonl`, outside everything an agent can write; absent: none is kept. */
  readonly transcriptFile?: string;
  readonly onEvent: (event: AgentEvent) => void;
  /** Called when the agent submits a part; resolves when the part is landed or returned, with text for the agent. */
  readonly onPart: (subject: string) => Promise<string>;
}

export interface AgentRun {
  /** Resolves once the whole process tree is gone. Never rejects. */
  readonly finished: Promise<{ readonly reason: FinishReason; readonly detail: string }>;
  /** Ends the process tree: politely, then for good after `graceMs`. Resolves when it is gone. */
  cancel(graceMs: number): Promise<void>;
}

export interface AgentDriver {
  readonly name: string;
  /** Asked, never guessed from the name. */
  readonly capabilities: { readonly resume: boolean; readonly parts: boolean; readonly confinement: boolean };
  start(request: AgentRequest): Promise<AgentRun>;
}
