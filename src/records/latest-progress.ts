import type { StoredEvent } from "../core/event.ts";
import { HOLDING_STATES, type SessionState } from "../core/session.ts";

/** The last thing a session said of its work. */
export interface SaidProgress {
  readonly session: string;
  readonly task: string | null;
  readonly message: string;
  readonly percent: number | null;
  readonly atMs: number;
}

const HOLDING: readonly SessionState[] = HOLDING_STATES;

/** What each session said last, of those that still work: here, or elsewhere, where we see no session until it hands in. */
export function latestProgress(
  events: readonly StoredEvent[],
  sessions: readonly { readonly id: string; readonly state: SessionState }[],
): readonly SaidProgress[] {
  const ended = new Set(sessions.filter(({ state }) => !HOLDING.includes(state)).map(({ id }) => id));
  const last = new Map<string, SaidProgress>();
  for (const { session, task, atMs, body } of events) {
    if (body.kind !== "progress" || session === null || ended.has(session)) continue;
    last.set(session, { session, task, message: body.message, percent: body.percent, atMs });
  }
  return [...last.values()];
}
