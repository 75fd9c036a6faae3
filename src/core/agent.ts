/** The driver port and the one event vocabulary of all agents (DESIGN §8). */

export type ToolKind = "read" | "edit" | "delete" | "move" | "search" | "execute" | "other";

/** True for tools that change files. */
export function isWriting(tool: ToolKind): boolean {
  return tool === "edit" || tool === "delete" || tool === "move";
}

export type AgentEvent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "plan"; readonly entries: readonly string[] }
  | { readonly kind: "tool"; readonly tool: ToolKind; readonly title: string; readonly paths: readonly string[] }
  | {
      readonly kind: "permission";
      readonly tool: ToolKind;
      readonly paths: readonly string[];
      readonly granted: boolean;
      /** True: only a person could have granted it, and nobody was asked. */
      readonly neededPerson?: boolean;
    }
  | {
      /** What was used since the last such event. */
      readonly kind: "usage";
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly costUsd: number | null;
      /** How many of the input tokens the model had cached. */
      readonly cachedTokens?: number;
      readonly model?: string;
      /** It is the sum over the whole conversation, earlier turns included; the coordinator keeps the difference. */
      readonly isTotal?: true;
    }
  | { readonly kind: "session"; readonly agentSession: string }
  | {
      /** What the program said of itself when it was asked: never guessed from its name. */
      readonly kind: "identified";
      readonly program: string;
      readonly version: string | null;
      /** What we speak with it, such as `acp 1`. */
      readonly protocol: string;
      /** What it says it can do that we make use of, such as `resume`. */
      readonly can: readonly string[];
    }
  | {
      /** The box, or the way out of it, kept the agent from something. */
      readonly kind: "refused";
      readonly what: string;
    }
  | { readonly kind: "part-ready"; readonly subject: string }
  | { readonly kind: "waiting-input"; readonly question: string }
  /** `untilMs` is wall time; null: nobody said until when. */
  | { readonly kind: "rate-limited"; readonly untilMs: number | null }
  | { readonly kind: "finished"; readonly reason: FinishReason; readonly detail: string };

/**
 * How a turn ended, as far as the agent's side can tell. It decides nothing about the task:
 * git state, gates and acceptance do (promise 5).
 */
export type FinishReason = "completed" | "exited-nonzero" | "timed-out" | "output-limit" | "cancelled" | "killed" | "spawn-failed";

/** May it write? A refusal's text is for the agent: who holds what, until when, and what to do meanwhile. */
export type WriteAnswer =
  | { readonly granted: true }
  | {
      readonly granted: false;
      readonly text: string;
      /** True: asking again later will change nothing. */
      readonly forGood?: boolean;
    };

/** Signalbox's own MCP server, as one session sees it. */
export interface ToolServer {
  readonly name: string;
  /** Streamable HTTP. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`; never in a transcript. */
  readonly token: string;
}

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
  /**
   * What is said in its place where the conversation `agentSession` is really gone on with: that one holds the task's text
   * already. Absent: the prompt.
   */
  readonly followUp?: string;
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
  /**
   * Called with what each of the model's answers used, as it passes, for an agent whose own report comes later. Not to be
   * counted: the report is. Absent: nobody wants to know.
   */
  readonly onMetered?: (usage: Extract<AgentEvent, { readonly kind: "usage" }>) => void;
  /** Called when the agent submits a part; resolves when the part is landed or returned, with text for the agent. */
  readonly onPart: (subject: string) => Promise<string>;
  /**
   * Asked before a write, by drivers whose agents let themselves be asked (DESIGN §6). Never waits for a person.
   * @param paths as the agent names them: absolute, or relative to the workspace.
   */
  readonly mayWrite: (paths: readonly string[], tool: ToolKind) => Promise<WriteAnswer>;
  /** Tools the agent is given where it takes such; absent: none. */
  readonly toolServer?: ToolServer;
}

/** What an agent reaches over the network: its model and our tools, everything, or our tools alone. */
export const NETWORK_ACCESS = ["model", "open", "off"] as const;
export type NetworkAccess = (typeof NETWORK_ACCESS)[number];

export interface AgentRun {
  /** Resolves once the whole process tree is gone. Never rejects. */
  readonly finished: Promise<{ readonly reason: FinishReason; readonly detail: string }>;
  /** Ends the process tree: politely, then for good after `graceMs`. Resolves when it is gone. */
  cancel(graceMs: number): Promise<void>;
}

export interface AgentDriver {
  readonly name: string;
  /** Asked, never guessed from the name. */
  readonly capabilities: {
    readonly resume: boolean;
    readonly parts: boolean;
    readonly confinement: boolean;
    /** It gives `toolServer` to its agent; absent: false. */
    readonly tools?: boolean;
    /** What its agent reaches; absent: everything. */
    readonly network?: NetworkAccess;
  };
  start(request: AgentRequest): Promise<AgentRun>;
}
