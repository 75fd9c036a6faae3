import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { businessDays, FIRST_DAY, lastDayOf, MONTHS } from "./business-days.ts";
import { checkSettings, refuseToBegin, refuseToResume } from "./check-run.ts";
import { findGenerators } from "./find-generators.ts";
import type { Generator, SeedContext } from "./generator.ts";
import { readProgress, type Settings, writeDay, writeSettings } from "./progress.ts";
import { randomStream } from "./random.ts";
import { createRowWriter } from "./row-writer.ts";

export const DEFAULT_SEED = 12345;

export interface SeedOptions extends Partial<Settings> {
  /** Go on after the last finished day of a run with the same settings that was interrupted. */
  readonly resume?: boolean;
  /** Called after each finished day. */
  onDay?(done: DayDone): void;
}

/** How far a run is. */
export interface DayDone {
  readonly day: Day;
  /** Of how many business days, counted from the first of the whole run. */
  readonly number: number;
  readonly of: number;
  /** Rows this process has inserted. */
  readonly rows: number;
}

/**
 * Fills an empty database, one transaction for each business day. Equal settings give equal rows, also when a run was interrupted
 * and resumed. Refuses a database with anything in it, and settings that make no sense, before it writes. Returns the rows it inserted.
 */
export async function seedDatabase(database: DatabaseSync, options: SeedOptions = {}): Promise<number> {
  const { seed = DEFAULT_SEED, scale = 1, months = MONTHS, resume = false, onDay } = options;
  const settings = { seed, scale, months };
  checkSettings(settings);
  const done = readProgress(database);
  if (resume) refuseToResume(done, settings);
  else refuseToBegin(database, done);
  const generators = await findGenerators();
  const lastDay = lastDayOf(months);
  const writer = createRowWriter(database);
  const contextOf = (generator: Generator, when: Day | "recall" | "begin"): SeedContext => ({
    database,
    random: randomStream(seed, `${generator.fills.join()}:${when}`),
    scale,
    firstDay: FIRST_DAY,
    lastDay,
    insert: writer.insert,
    lastId: writer.lastId,
    randomOf: (thing) => randomStream(seed, thing),
  });
  for (const generator of generators) generator.recall?.(contextOf(generator, "recall"));
  const days = businessDays(FIRST_DAY, lastDay);
  for (const [index, day] of days.entries()) {
    if (done !== undefined && day <= done.day) continue;
    transaction(database, () => {
      if (index === 0) {
        writeSettings(database, settings, FIRST_DAY, lastDay);
        for (const generator of generators) generator.begin?.(contextOf(generator, "begin"));
      }
      for (const generator of generators) generator.day?.(contextOf(generator, day), day);
      writeDay(database, day);
    });
    onDay?.({ day, number: index + 1, of: days.length, rows: writer.count() });
  }
  return writer.count();
}
