import type { DatabaseSync } from "node:sqlite";
import { countRows, tableNames } from "../database/tables.ts";
import { type Progress, readProgress, type Settings } from "./progress.ts";

const SCALE_MIN = 0.01;
const SCALE_MAX = 100;
const MONTHS_MAX = 120;

/** A run that must not start as asked. The message says what to do instead. */
export class SeedRefusal extends Error {}

/** Refuses a run that makes no sense, or that this database is not for. Returns how far the database is seeded, if it is. */
export function checkRun(database: DatabaseSync, settings: Settings, resume: boolean): Progress | undefined {
  checkSettings(settings);
  const done = readProgress(database);
  if (resume) refuseToResume(done, settings);
  else refuseToBegin(database, done);
  return done;
}

/** Refuses settings that make no business. */
function checkSettings({ seed, scale, months }: Settings): void {
  if (!Number.isSafeInteger(seed) || seed < 0) throw refuse("a seed that is a whole number from 0", seed, "for example --seed 12345");
  if (!(scale >= SCALE_MIN && scale <= SCALE_MAX))
    throw refuse(`a scale from ${SCALE_MIN} to ${SCALE_MAX}`, scale, "1 is the whole business");
  if (!Number.isInteger(months) || months < 1 || months > MONTHS_MAX)
    throw refuse(`whole months from 1 to ${MONTHS_MAX}`, months, "22 is what the plan asks for");
}

/** A run from the first day needs a database without any rows. */
function refuseToBegin(database: DatabaseSync, done: Progress | undefined): void {
  if (done !== undefined && done.day < done.lastDay)
    throw new SeedRefusal(
      `expected an empty database, got one that is seeded half, up to ${done.day} of ${done.lastDay}; go on with --resume${flags(done)}, or delete the file`,
    );
  if (done !== undefined)
    throw new SeedRefusal(`expected an empty database, got one that is seeded already (${flags(done).trim()}); take another file`);
  const full = tableNames(database).filter((table) => countRows(database, table) > 0);
  if (full.length > 0)
    throw new SeedRefusal(`expected an empty database, got rows of somebody else in ${full.slice(0, 5).join(", ")}; take another file`);
}

/** A run can only go on as it began. */
function refuseToResume(done: Progress | undefined, settings: Settings): void {
  if (done === undefined)
    throw new SeedRefusal("expected a database whose seeding was interrupted, got one whose seeding never began; run without --resume");
  if (done.day >= done.lastDay)
    throw new SeedRefusal(`expected a database whose seeding was interrupted, got one that is finished (${done.day})`);
  const other = (["seed", "scale", "months"] as const).find((name) => done[name] !== settings[name]);
  if (other !== undefined)
    throw new SeedRefusal(
      `expected --${other} ${done[other]}, with which the seeding began, got \`${settings[other]}\`; resume with${flags(done)}`,
    );
}

function flags({ seed, scale, months }: Settings): string {
  return ` --seed ${seed} --scale ${scale} --months ${months}`;
}

function refuse(expected: string, got: number, hint: string): SeedRefusal {
  return new SeedRefusal(`expected ${expected}, got \`${got}\`; ${hint}`);
}
