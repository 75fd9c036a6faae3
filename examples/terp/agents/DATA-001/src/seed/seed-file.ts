import { copyFileSync, existsSync, renameSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { migrate, pendingMigrations } from "../database/migrations.ts";
import { countRows, tableNames } from "../database/tables.ts";
import { checkRun, SeedRefusal } from "./check-run.ts";
import { collectorOf } from "./collect-garbage.ts";
import { type SeedOptions, seedDatabase, settingsOf } from "./seed-database.ts";

/** What was in the file before lies here while it is seeded. */
const BACKUP = ".before-seed";

/** Files that SQLite keeps beside a database. */
const BESIDE = ["-journal", "-wal", "-shm"];

/** A large business leaves much behind each day; above this the seeder does not wait for the engine to clean up. */
const HEAP_BYTES = 64_000_000;

const NO_DATABASE = 26;
const FULL = 13;
const BUSY = 5;
const CANNOT_OPEN = 14;

/** A run that began and could not be finished. The message says in which state the file is. */
export class SeedFailure extends Error {}

/**
 * Seeds the database in a file, which need not be there. Before the first row is written the file is copied, so that a run that fails
 * leaves what was there before; a run that is killed leaves its last finished day, from which one with `resume` goes on. Throws
 * `SeedRefusal` when nothing was changed, `SeedFailure` when a run was broken off. Returns the rows it inserted.
 */
export async function seedFile(file: string, options: SeedOptions): Promise<number> {
  const wasThere = existsSync(file);
  if (options.resume && !wasThere)
    throw new SeedRefusal(`expected a database to go on with, got no file at \`${file}\`; run without --resume`);
  const database = open(file);
  let begun = false;
  try {
    checkVersion(database, options.resume ?? false);
    if (tableNames(database).length > 0) checkRun(database, settingsOf(options), options.resume ?? false);
    // The copy needs everything in the one file.
    database.exec("pragma journal_mode = truncate");
    if (wasThere && !options.resume) copyFileSync(file, file + BACKUP);
    begun = true;
    migrate(database);
    // Nothing waits for the disk: after a kill the kernel still writes what it was given, and for a power cut there is the copy.
    // A page that changes on many days is written to its place once for all that the log holds; a log of 8 MB is faster than a longer one.
    database.exec("pragma journal_mode = wal; pragma wal_autocheckpoint = 2048");
    database.exec("pragma synchronous = off; pragma cache_size = -16384; pragma foreign_keys = on");
    const collect = collectorOf(HEAP_BYTES);
    const rows = await seedDatabase(database, {
      ...options,
      onDay(done) {
        collect();
        options.onDay?.(done);
      },
    });
    database.exec("pragma synchronous = full; pragma wal_checkpoint(truncate); pragma locking_mode = normal");
    database.close();
    rmSync(file + BACKUP, { force: true });
    return rows;
  } catch (error) {
    if (database.isOpen) database.close();
    if (begun && !options.resume) restore(file, wasThere);
    else if (wasThere && !options.resume) rmSync(file + BACKUP, { force: true });
    throw explain(error, file, options.resume ?? false);
  }
}

function open(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec("pragma locking_mode = exclusive; begin immediate; commit");
    return database;
  } catch (error) {
    database?.close();
    throw explain(error, file, true);
  }
}

/** A newer database is refused, and one of an older version that has rows: its rows were made for another schema. */
function checkVersion(database: DatabaseSync, resume: boolean): void {
  const known = database.prepare("select count(*) as count from sqlite_schema where name = 'schema_migrations'").get()?.["count"] !== 0;
  if (!known && !resume) {
    if (tableNames(database).length > 0) throw new SeedRefusal("expected a database of this program, got one with tables of another");
    return;
  }
  const pending = pendingOf(database);
  if (pending.length === 0) return;
  const full = tableNames(database).some((table) => countRows(database, table) > 0);
  if (resume || full)
    throw new SeedRefusal(
      `expected a database of this version of the program, got an older one without \`${pending[0]}\`; migrate it (npm run migrate) or take another file`,
    );
}

function pendingOf(database: DatabaseSync): readonly string[] {
  try {
    return pendingMigrations(database);
  } catch (error) {
    throw new SeedRefusal(error instanceof Error ? error.message : String(error));
  }
}

function restore(file: string, wasThere: boolean): void {
  for (const ending of BESIDE) rmSync(file + ending, { force: true });
  if (wasThere) renameSync(file + BACKUP, file);
  else rmSync(file, { force: true });
}

function explain(error: unknown, file: string, resume: boolean): Error {
  if (error instanceof SeedRefusal) return error;
  const code = (error as { readonly errcode?: number }).errcode;
  if (code === NO_DATABASE) return new SeedRefusal(`expected a database, got another kind of file at \`${file}\``);
  if (code === CANNOT_OPEN) return new SeedRefusal(`expected a file that can be read and written, got \`${file}\`; is its folder there?`);
  if (code === BUSY)
    return new SeedRefusal(`expected to have \`${file}\` for itself, somebody else is using it; stop the server or the other run`);
  const why =
    code === FULL || (error as { readonly code?: string }).code === "ENOSPC"
      ? "the disk is full"
      : error instanceof Error
        ? error.message
        : String(error);
  const left = resume ? "the last finished day is in the file, go on with --resume" : "the file is as it was before";
  return new SeedFailure(`seeding was broken off: ${why}; ${left}`, { cause: error });
}
