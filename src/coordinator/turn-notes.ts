import type { AgentEvent } from "../core/agent.ts";

/** A limit of the agent's account or model. `untilMs` is wall time; null: nobody said until when. */
export interface RateLimit {
  readonly untilMs: number | null;
}

/** What one turn's events say of how it ended. */
export interface TurnNotes {
  readonly onEvent: (event: AgentEvent) => void;
  /** The limit the agent ran into and did not get past; null: none. */
  readonly limit: () => RateLimit | null;
  /** It neither said nor did anything that tells of a conversation. */
  readonly isSilent: () => boolean;
}

/** A rate limit counts until the agent works on: its program may have waited for itself. */
export function turnNotes(): TurnNotes {
  let limit: RateLimit | null = null;
  let isSilent = true;
  return {
    onEvent(event) {
      if (event.kind === "tool" || event.kind === "plan" || event.kind === "usage" || event.kind === "session") isSilent = false;
      if (event.kind === "rate-limited") limit = { untilMs: event.untilMs };
      else if (event.kind === "tool" || event.kind === "part-ready") limit = null;
    },
    limit: () => limit,
    isSilent: () => isSilent,
  };
}
