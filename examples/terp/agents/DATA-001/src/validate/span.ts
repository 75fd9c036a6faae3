import type { DatabaseSync } from "node:sqlite";

/** The months the reference volumes are given for. */
export const MONTHS = 22;

const THOUSANDTHS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** How long and how large a business the database holds. */
export interface Span {
  /** `YYYY-MM-DD`; nothing of the business is older. */
  readonly firstOn: string;
  /** `YYYY-MM-DD`, Monday to Friday: today, as far as the business knows. */
  readonly lastOn: string;
  readonly months: number;
  /** 1 is the whole business. */
  readonly scale: number;
  /** Every day of the business has been played. */
  readonly isWhole: boolean;
}

/** Reads from the table `sequences` what the database says of its own seeding; undefined when it was never seeded. */
export function readSpan(database: DatabaseSync): Span | undefined {
  const rows = database.prepare("select name, value from sequences").all();
  const kept = new Map(rows.map(({ name, value }) => [String(name), Number(value)]));
  const names = ["seed_first_day", "seed_last_day", "seed_day", "seed_months", "seed_scale_thousandths"];
  const [first, last, done, months, thousandths] = names.map((name) => kept.get(name));
  if (first === undefined || last === undefined || done === undefined || months === undefined || thousandths === undefined)
    return undefined;
  const lastOn = businessDayUntil(dayOf(last));
  return { firstOn: dayOf(first), lastOn, months, scale: thousandths / THOUSANDTHS, isWhole: dayOf(done) >= lastOn };
}

/** Makes the span readable to the rules, as the one row of the temporary table `span`. */
export function shareSpan(database: DatabaseSync, { firstOn, lastOn, months, scale }: Span): void {
  database.exec("pragma temp_store = memory; drop table if exists temp.span");
  database.exec("create temp table span (first_on text, last_on text, months real, scale real)");
  database.prepare("insert into temp.span values (?, ?, ?, ?)").run(firstOn, lastOn, months, scale);
}

/** 20251027 is 2025-10-27. */
function dayOf(number: number): string {
  return String(number).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
}

/** The day itself, or the Friday before a weekend: nothing happens on Saturdays and Sundays. */
function businessDayUntil(day: string): string {
  const weekday = new Date(day).getUTCDay();
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  return new Date(Date.parse(day) - back * DAY_MS).toISOString().slice(0, 10);
}
