/** Calendar days as `YYYY-MM-DD` text: they sort, they compare, they have no time zone. */
export type Day = string;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day `days` after `day` (before it when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
