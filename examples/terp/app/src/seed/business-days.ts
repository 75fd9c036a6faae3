import { addDays, type Day } from "../finance/dates.ts";

/** The business opened on this Monday. */
export const FIRST_DAY: Day = "2024-01-01";

/** The 22 months that are told end on this day, today as far as the data is concerned. */
export const MONTHS = 22;
const LAST_DAY: Day = "2025-10-27";

/** The last business day of a run over the first `months` months. */
export function lastDayOf(months: number): Day {
  if (months === MONTHS) return LAST_DAY;
  const afterwards = new Date(FIRST_DAY);
  afterwards.setUTCMonth(afterwards.getUTCMonth() + months);
  let day = addDays(afterwards.toISOString().slice(0, 10), -1);
  while (!isBusinessDay(day)) day = addDays(day, -1);
  return day;
}

/** Mondays to Fridays from `from` to `to`, both included. */
export function businessDays(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isBusinessDay(day)) days.push(day);
  return days;
}

function isBusinessDay(day: Day): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
