import type { DatabaseSync } from "node:sqlite";
import { change, query } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";

/** What a run was asked for. Two runs with equal settings make equal databases. */
export interface Settings {
  readonly seed: number;
  readonly scale: number;
  readonly months: number;
}

/** How far a database has been seeded, and with which settings. */
export interface Progress extends Settings {
  /** The last day that is finished. */
  readonly day: Day;
  /** The day after which there is nothing left to do. */
  readonly lastDay: Day;
}

const THOUSANDTHS = 1000;

/** What the database says of its own seeding; undefined when nobody has begun. */
export function readProgress(database: DatabaseSync): Progress | undefined {
  const rows = query<{ name: string; value: number }>(database, "select name, value from sequences");
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  const [seed, months, thousandths, lastDay, day] = ["seed", "seed_months", "seed_scale_thousandths", "seed_last_day", "seed_day"].map(
    (name) => values.get(name),
  );
  if (seed === undefined || months === undefined || thousandths === undefined || lastDay === undefined || day === undefined)
    return undefined;
  return { seed, months, scale: thousandths / THOUSANDTHS, lastDay: dayOfNumber(lastDay), day: dayOfNumber(day) };
}

/** Notes the settings of a run that begins, in the transaction of its first day. */
export function writeSettings(database: DatabaseSync, { seed, scale, months }: Settings, firstDay: Day, lastDay: Day): void {
  const values = {
    seed,
    seed_months: months,
    seed_scale_thousandths: Math.round(scale * THOUSANDTHS),
    seed_first_day: numberOfDay(firstDay),
    seed_last_day: numberOfDay(lastDay),
    seed_day: 0,
  };
  for (const [name, value] of Object.entries(values)) change(database, "insert into sequences (name, value) values (?, ?)", name, value);
}

/** Notes that `day` is finished, in its own transaction: what the database holds and what it says it holds are the same. */
export function writeDay(database: DatabaseSync, day: Day): void {
  change(database, "update sequences set value = ? where name = 'seed_day'", numberOfDay(day));
}

function numberOfDay(day: Day): number {
  return Number(day.replaceAll("-", ""));
}

function dayOfNumber(number: number): Day {
  const digits = String(number);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
