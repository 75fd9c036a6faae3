import type { AgentEvent } from "../core/agent.ts";

/**
 * Words of programs and models for "too much now". To be looked for only in what a program reports as its own error:
 * agents talk about rate limits without meeting one. Seen: codex 0.169 on 429 "exceeded retry limit, last status: 429
 * Too Many Requests"; claude on 529 "API Error: 529 … overloaded_error".
 */
const TOO_MUCH =
  /\b(?:429|529)\b|overloaded|too many requests|rate.?limit|(?:usage|session|weekly|quota) limit|quota exceeded|insufficient_quota/i;

/** Claude's older form: `usage limit reached|1749924000`, in seconds since 1970. */
const AT_SECONDS = /limit reached\|(\d{10})\b/;
/** Codex: `try again in 2 hours 5 minutes`; the API's: `try again in 20s`. */
const IN_WORDS = /try again in ((?:\d+(?:\.\d+)?\s*(?:d|h|m|s|ms|days?|hours?|minutes?|mins?|seconds?|secs?)\b[,\s]*(?:and\s+)?)+)/i;
const AMOUNT = /(\d+(?:\.\d+)?)\s*(ms|[dhms])/gi;
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** The rate limit that an error message tells of, with its end where it says one; none for any other error. */
export function rateLimitIn(message: string, nowMs: number): readonly AgentEvent[] {
  if (!TOO_MUCH.test(message)) return [];
  return [{ kind: "rate-limited", untilMs: endOf(message, nowMs) }];
}

function endOf(message: string, nowMs: number): number | null {
  const atSeconds = AT_SECONDS.exec(message)?.[1];
  if (atSeconds !== undefined) return Number(atSeconds) * 1000;
  const words = IN_WORDS.exec(message)?.[1];
  if (words === undefined) return null;
  const ms = [...words.matchAll(AMOUNT)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[(unit ?? "").toLowerCase()] ?? 0),
    0,
  );
  return ms > 0 ? nowMs + ms : null;
}
