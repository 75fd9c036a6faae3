import { SignalboxError } from "../../core/errors.ts";

const WEEK_MS = 7 * 24 * 3_600_000;
const DAY_MS = WEEK_MS / 7;

/**
 * Agent hours from now to the end of a day (UTC). A calendar week holds `hoursPerWeek` of them, spread evenly over its seven
 * days, so that no calendar of working days is needed; 0 for a day that is over.
 * @param date as `2026-12-31`.
 * @throws SignalboxError `bad-input` for anything else.
 */
export function hoursUntil(date: string, nowMs: number, hoursPerWeek: number): number {
  const startsMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(startsMs) || new Date(startsMs).toISOString().slice(0, 10) !== date) {
    throw new SignalboxError("bad-input", `expected a date as year-month-day, got \`${date}\``, { hint: "write it like 2026-12-31" });
  }
  return (Math.max(0, startsMs + DAY_MS - nowMs) / WEEK_MS) * hoursPerWeek;
}
