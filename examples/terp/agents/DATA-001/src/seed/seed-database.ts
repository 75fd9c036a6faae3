import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../database/query.ts";
import type { Day } from "../finance/dates.ts";
import { checkReferences, dropIndexes, makeIndexes, withoutKeyChecks } from "./bulk-load.ts";
import { businessDays, FIRST_DAY, lastDayOf, MONTHS } from "./business-days.ts";
import { checkRun } from "./check-run.ts";
import { findGenerators } from "./find-generators.ts";
import type { SeedContext } from "./generator.ts";
import { type Progress, type Settings, writeDay, writeSettings } from "./progress.ts";
import { randomStream } from "./random.ts";
import { createRowWriter, type RowWriter } from "./row-writer.ts";

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
  const settings = settingsOf(options);
  const done = checkRun(database, settings, options.resume ?? false);
  return withoutKeyChecks(database, () => play(database, settings, done, options.onDay));
}

/** What is asked for, and what is not said. */
export function settingsOf({ seed = DEFAULT_SEED, scale = 1, months = MONTHS }: SeedOptions): Settings {
  return { seed, scale, months };
}

async function play(database: DatabaseSync, settings: Settings, done: Progress | undefined, onDay: SeedOptions["onDay"]): Promise<number> {
  const lastDay = lastDayOf(settings.months);
  const writer = createRowWriter(database);
  const memory = new Map<string, unknown>();
  const generators = (await findGenerators()).map((generator) => ({
    ...generator,
    at: (when: string) => contextOf(database, writer, settings, `${generator.fills.join()}:${when}`, memory),
  }));
  if (done !== undefined) makeIndexes(database);
  for (const generator of generators) generator.recall?.(generator.at("recall"));
  const days = businessDays(FIRST_DAY, lastDay);
  const first = days.findIndex((day) => done === undefined || day > done.day);
  for (const [index, day] of days.entries()) {
    if (index < first) continue;
    transaction(database, () => {
      if (index === first) dropIndexes(database);
      if (index === 0) {
        writeSettings(database, settings, FIRST_DAY, lastDay);
        for (const generator of generators) generator.begin?.(generator.at("begin"));
      }
      for (const generator of generators) generator.day?.(generator.at(day), day);
      writer.flush();
      if (day === days.at(-1)) finish(database);
      writeDay(database, day);
    });
    onDay?.({ day, number: index + 1, of: days.length, rows: writer.count() });
  }
  return writer.count();
}

/** In the transaction of the last day: a database that says it is finished has all its indexes and no broken key. */
function finish(database: DatabaseSync): void {
  makeIndexes(database);
  checkReferences(database);
}

function contextOf(
  database: DatabaseSync,
  writer: RowWriter,
  { seed, scale, months }: Settings,
  name: string,
  memory: Map<string, unknown>,
): SeedContext {
  return {
    // Who looks sees everything, also what still waits to be written.
    get database() {
      writer.flush();
      return database;
    },
    memory,
    random: randomStream(seed, name),
    scale,
    firstDay: FIRST_DAY,
    lastDay: lastDayOf(months),
    insert: writer.insert,
    update: writer.update,
    lastId: writer.lastId,
    randomOf: (thing) => randomStream(seed, thing),
  };
}
