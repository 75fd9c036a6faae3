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

/** The first and last day of a day's month. */
export function monthOf(day: Day): { readonly from: Day; readonly to: Day } {
  const date = new Date(day);
  const at = (month: number, dayOfMonth: number) => new Date(Date.UTC(date.getUTCFullYear(), month, dayOfMonth)).toISOString().slice(0, 10);
  return { from: at(date.getUTCMonth(), 1), to: at(date.getUTCMonth() + 1, 0) };
}

/** A day's month and those before it, newest first, as `YYYY-MM`. */
export function newestMonths(day: Day, count: number): readonly string[] {
  const date = new Date(day);
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}
