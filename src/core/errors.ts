/**
 * One error class with a stable string code; expected refusals are return values, not exceptions.
 * Messages read "expected X, got `y`"; `hint` says what to do next, to a person or to an agent.
 */

/** Exit codes of DESIGN §11. */
export const EXIT = { done: 0, failed: 1, usage: 2, refused: 3, bug: 70 } as const;

/** Every code an error may carry, with the exit code it means at the command line. */
export const ERROR_CODES = {
  "bad-input": EXIT.usage,
  "bad-config": EXIT.usage,
  "not-found": EXIT.usage,
  "no-repository": EXIT.usage,
  "no-remote": EXIT.usage,
  "remote-failed": EXIT.failed,
  "git-failed": EXIT.failed,
  "work-failed": EXIT.failed,
  "disk-full": EXIT.failed,
  "timed-out": EXIT.failed,
  refused: EXIT.refused,
  "already-running": EXIT.refused,
  bug: EXIT.bug,
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorOptions {
  /** What to do next, one sentence. */
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A fault with a stable code. `exitCode` is what the command line ends with. */
export class SignalboxError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "SignalboxError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  get exitCode(): number {
    return ERROR_CODES[this.code];
  }
}

/** The message of anything thrown, on one line and short enough for a terminal or an event. */
export function messageOf(error: unknown, charactersMax = 500): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").trim().slice(0, charactersMax);
}
