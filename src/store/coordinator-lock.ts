import { DatabaseSync } from "node:sqlite";
import { SignalboxError } from "../core/errors.ts";
import { sqliteFault } from "./sqlite-fault.ts";

/** The right to be the repository's coordinator on this machine; over when released or when the process ends, however it ends. */
export interface CoordinatorLock {
  release(): void;
}

/**
 * Takes the lock: an exclusive SQLite transaction on a small file of its own, so the kernel gives it back even after
 * kill -9. Nothing else in this process may open that file: POSIX drops all of a process's locks on a file as soon as
 * it closes any handle of it.
 * @returns undefined when another holder has it.
 * @throws SignalboxError when the file cannot be made or opened.
 */
export async function acquireCoordinatorLock(file: string): Promise<CoordinatorLock | undefined> {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec("begin exclusive");
    const held = database;
    return { release: () => held.isOpen && held.close() };
  } catch (error) {
    database?.close();
    const fault = sqliteFault(file, error);
    if (fault instanceof SignalboxError && fault.code === "already-running") return undefined;
    throw fault;
  }
}
