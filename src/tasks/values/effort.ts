import type { Effort } from "../../core/task.ts";
import { withoutStrikes } from "./decoration.ts";

/** Human hours: a day is 8, a week 40 (DESIGN §11). */
const HOURS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 8, w: 40 };

const NUMBER = String.raw`(\d{1,5}(?:\.\d{1,2})?)`;
const UNIT = "(m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)";
const TO = String.raw`\s*(?:-|–|—|to)\s*`;
const END = String.raw`\s*\+?\s*${UNIT}(?![A-Za-z])`;
const RANGE = new RegExp(`${NUMBER}\\s*${UNIT}?${TO}${NUMBER}${END}`, "i");
const SINGLE = new RegExp(`${NUMBER}${END}`, "i");
const BARE = new RegExp(`^\\s*~?${NUMBER}(?:${TO}${NUMBER})?\\s*$`);

/**
 * The effort a text states: `4h`, `4-6h`, `3-4d`, `1w`, `30min`, `2-3 days (16 hours)`, `120-160h (3-4 weeks)`,
 * `4h (Actual: ~2h)`. The first one counts; a bare number is hours.
 */
export function parseEffort(text: string): Effort | undefined {
  const said = withoutStrikes(text).replace(/\(?\bactual(?:\s+time)?\b.*$/i, "");
  const range = RANGE.exec(said);
  const single = SINGLE.exec(said);
  if (range !== null && (single === null || range.index <= single.index)) {
    return effort(range[1], range[2] ?? range[4], range[3], range[4]);
  }
  if (single !== null) return effort(single[1], single[2], single[1], single[2]);
  const bare = BARE.exec(said);
  return bare === null ? undefined : effort(bare[1], "h", bare[2] ?? bare[1], "h");
}

function effort(from: string | undefined, fromUnit: string | undefined, to: string | undefined, toUnit: string | undefined): Effort {
  const [low, high] = [hours(from, fromUnit), hours(to, toUnit)];
  return { minHours: Math.min(low, high), maxHours: Math.max(low, high) };
}

function hours(amount: string | undefined, unit: string | undefined): number {
  return Math.round(Number(amount) * (HOURS[unit?.[0]?.toLowerCase() ?? "h"] ?? 1) * 100) / 100;
}
