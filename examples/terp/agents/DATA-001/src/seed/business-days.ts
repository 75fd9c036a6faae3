import { type Day, addDays as reckonDays } from "../finance/dates.ts";

/** The business opened on this Monday. */
export const FIRST_DAY: Day = "2024-01-01";

/** The 22 months that are told end on this day, today as far as the data is concerned. */
export const MONTHS = 22;
const LAST_DAY: Day = "2025-10-27";

/** Every day that a run can speak of, in order: 2023-12 to twelve years later. A seeder reckons with days all the time. */
const DAYS: readonly Day[] = Array.from({ length: 4500 }, (_, index) => reckonDays("2023-12-04", index));
const PLACES = new Map(DAYS.map((day, index) => [day, index]));

/** The day `days` after `day`, as the one in `finance/dates.ts`, but looked up. */
export function addDays(day: Day, days: number): Day {
  return DAYS[(PLACES.get(day) ?? Number.NaN) + days] ?? reckonDays(day, days);
}

/** The last business day of a run over the first `months` months. */
export function lastDayOf(months: number): Day {
  if (months === MONTHS) return LAST_DAY;
  const afterwards = new Date(FIRST_DAY);
  afterwards.setUTCMonth(afterwards.getUTCMonth() + months);
  return businessDayUntil(addDays(afterwards.toISOString().slice(0, 10), -1));
}

/** Mondays to Fridays from `from` to `to`, both included. */
export function businessDays(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = businessDayFrom(from); day <= to; day = businessDaysAfter(day, 1)) days.push(day);
  return days;
}

/** The day itself, or the Monday after a weekend. */
export function businessDayFrom(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

/** The day itself, or the Friday before a weekend. */
export function businessDayUntil(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday === 6 ? addDays(day, -1) : weekday === 0 ? addDays(day, -2) : day;
}

/** `count` business days after a business day. */
export function businessDaysAfter(day: Day, count: number): Day {
  const weeks = Math.floor(count / 5);
  const rest = count % 5;
  return addDays(day, weeks * 7 + rest + (weekdayOf(day) + rest > 5 ? 2 : 0));
}

/** 0 is Sunday. The list of days begins with a Monday. */
function weekdayOf(day: Day): number {
  const place = PLACES.get(day);
  return place === undefined ? new Date(day).getUTCDay() : (place + 1) % 7;
}
