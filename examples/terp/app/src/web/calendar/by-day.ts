export interface MonthEvent {
  readonly id: number;
  readonly title: string;
  readonly event_type: string;
  readonly starts_at: string;
  readonly status: string;
}

export interface DayEvents {
  readonly day: string;
  /** `Mon, Mar 31` */
  readonly title: string;
  readonly events: readonly MonthEvent[];
}

const DAY_TITLE = new Intl.DateTimeFormat("en-US", { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" });
const MONTH_TITLE = new Intl.DateTimeFormat("en-US", { month: "long", year: "numeric", timeZone: "UTC" });

/** Events grouped by their day, in the order in which they came. */
export function byDay(events: readonly MonthEvent[]): readonly DayEvents[] {
  const groups = Map.groupBy(events, (event) => event.starts_at.slice(0, 10));
  return [...groups].map(([day, ofDay]) => ({ day, title: DAY_TITLE.format(new Date(day)), events: ofDay }));
}

/** `2025-03-01` as `March 2025`. */
export function monthTitle(day: string): string {
  return MONTH_TITLE.format(new Date(day));
}
