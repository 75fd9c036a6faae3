import type { AgentRun, FinishReason } from "../core/agent.ts";
import type { StoredEvent } from "../core/event.ts";
import type { RateLimit } from "./turn-notes.ts";

/** How a turn's agent ended, as its driver says. */
export type Finish = Awaited<AgentRun["finished"]>;

/** Ends that say nothing of the work: the agent died. */
const CRASHES: readonly FinishReason[] = ["killed", "spawn-failed", "exited-nonzero"];

/** What `agent-ended` says of an agent that was ended because it gave no sign of life. */
export const STALLED = "stalled";

/** A limit that lasts longer is not believed: weekly quotas exist, longer ones do not. */
const LIMIT_MS_MAX = 8 * 24 * 3_600_000;
/** So often in a row a session waits for its quota before a person is asked. */
const LIMITS_MAX = 20;
const PAUSE_MS_MAX = 300_000;
/** An overloaded model needs longer than a program that died. */
const OVERLOAD_FACTOR = 10;

/** How often agents of a session died or met a limit by themselves, since a person last answered. */
export interface Failures {
  readonly crashes: number;
  readonly limits: number;
}

export interface TurnFacts extends Failures {
  readonly finish: Finish;
  readonly limit: RateLimit | null;
  /** It was ended because it gave no sign of life. */
  readonly stalled: boolean;
  /** What a person is asked because its budget is used up; null: it is not. */
  readonly overBudget: string | null;
  /** What the agent asked in this turn, and whether that is answered already; null: nothing. */
  readonly asked: { readonly question: string; readonly answered: boolean } | null;
  /** `limits.attempts` and `limits.retrySeconds`. */
  readonly attempts: number;
  readonly retrySeconds: number;
  readonly nowMs: number;
  /** In [0, 1). */
  readonly fraction: number;
}

export type TurnEnd =
  | { readonly kind: "submit" }
  | { readonly kind: "ask"; readonly question: string }
  /** The next turn begins at once: its answer is there. */
  | { readonly kind: "next-turn" }
  | { readonly kind: "wait"; readonly state: "rate-limited" | "stalled"; readonly untilMs: number; readonly reason: string };

/**
 * What follows a turn. A question goes before everything; a limit is waited for; a dead agent is started again while it
 * has tries, and after them what it left is judged like any other work (promise 5). Pure.
 */
export function turnEnd({
  finish,
  limit,
  stalled,
  overBudget,
  asked,
  crashes,
  limits,
  attempts,
  retrySeconds,
  nowMs,
  fraction,
}: TurnFacts): TurnEnd {
  if (asked !== null) return asked.answered ? { kind: "next-turn" } : { kind: "ask", question: asked.question };
  if (overBudget !== null) return { kind: "ask", question: overBudget };
  if (limit !== null && limits >= LIMITS_MAX)
    return { kind: "ask", question: `It met its rate limit ${limits} times in a row, last: ${finish.detail}. Go on?` };
  if (limit !== null) {
    const pauseMs = backOffMs(limits + 1, retrySeconds * OVERLOAD_FACTOR * 1000, fraction);
    const untilMs = limit.untilMs === null ? nowMs + pauseMs : Math.min(Math.max(limit.untilMs, nowMs), nowMs + LIMIT_MS_MAX);
    return { kind: "wait", state: "rate-limited", untilMs, reason: `until ${new Date(untilMs).toISOString()}` };
  }
  if ((stalled || isCrash(finish.reason)) && crashes < attempts) {
    const untilMs = nowMs + backOffMs(crashes, retrySeconds * 1000, fraction);
    const reason = `agent ${stalled ? STALLED : finish.reason} (${finish.detail}); it resumes in the same workspace`;
    return { kind: "wait", state: "stalled", untilMs, reason };
  }
  return { kind: "submit" };
}

/**
 * The pause before try `failures` + 1: it doubles each time, up to five minutes; half of it is drawn, so that agents
 * stopped by the same thing do not come back together ("equal jitter": M. Brooker, Exponential Backoff And Jitter, 2015).
 */
export function backOffMs(failures: number, baseMs: number, fraction: number): number {
  const whole = Math.min(PAUSE_MS_MAX, baseMs * 2 ** Math.max(0, failures - 1));
  return Math.round((whole / 2) * (1 + fraction));
}

/** @param events of one session, oldest first. That the coordinator was killed is held against nobody. */
export function failuresIn(events: readonly StoredEvent[]): Failures {
  const answeredSeq = events.findLast(({ body }) => body.kind === "answered")?.seq ?? 0;
  const since = events.filter(({ seq }) => seq > answeredSeq);
  const crashes = since.filter(({ body }) => body.kind === "agent-ended" && isCrash(body.reason)).length;
  const limits = since.filter(({ body }) => body.kind === "session-moved" && body.to === "rate-limited").length;
  return { crashes, limits };
}

function isCrash(reason: string): boolean {
  return reason === STALLED || (CRASHES as readonly string[]).includes(reason);
}
