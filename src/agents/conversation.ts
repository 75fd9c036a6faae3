import type { AgentRequest, FinishReason } from "../core/agent.ts";
import type { Clock } from "../core/ports.ts";
import type { Transcript } from "./transcript.ts";

export interface Finish {
  readonly reason: FinishReason;
  readonly detail: string;
}

/** The running program, as whoever talks with it sees it. */
export interface ProgramHandle {
  /** Writes to its standard input; nothing once that is closed. */
  write(text: string): void;
  endInput(): void;
  /** Ends its whole process tree. The first reason given is the one that counts. */
  stop(finish: Finish, graceMs: number): Promise<void>;
}

/** What goes on between us and an agent's program while it runs. */
export interface Conversation {
  /** Takes what the program wrote, in the order it came. */
  hear(stream: "stdout" | "stderr", chunk: Buffer): void;
  /** Asks the agent to stop in the words of its protocol, before signals do. Resolves when it has, or after `graceMs`. */
  interrupt?(graceMs: number): Promise<void>;
  /** The program is gone: takes its last words and closes the transcript. @returns the last line it said, redacted. */
  end(): Promise<string>;
  /** True where a program that ends by itself, even with exit 0, has broken off: a turn's end is said in words there. */
  readonly exitIsACrash: boolean;
}

/** What a conversation is given when its program runs. */
export interface ConversationAround {
  readonly request: AgentRequest;
  /** Closed by the conversation's end. */
  readonly transcript: Transcript;
  readonly program: ProgramHandle;
  /** Values that must not appear in events or transcript. */
  readonly secrets: readonly string[];
  readonly clock: Clock;
}
export type StartConversation = (around: ConversationAround) => Conversation;
