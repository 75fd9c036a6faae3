import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, SignalboxError } from "../core/errors.ts";

let scratchFiles = 0;

/**
 * Replaces a small file as a whole and returns once it would survive a power cut; mode 0600.
 * Synchronous, so that nothing in this process comes between reading a file and replacing it.
 * @throws SignalboxError `disk-full` or `work-failed`.
 */
export function writeDurably(file: string, text: string): void {
  const scratch = `${file}.${process.pid}-${scratchFiles++}.tmp`;
  try {
    const descriptor = openSync(scratch, "wx", 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(scratch, file);
    syncDirectory(dirname(file));
  } catch (error) {
    const full = /ENOSPC|EDQUOT/.test(messageOf(error));
    throw new SignalboxError(full ? "disk-full" : "work-failed", `expected to write ${file}, got \`${messageOf(error)}\``, {
      hint: full ? "free some space and run the same command again" : "check the permissions of that directory",
      cause: error,
    });
  }
}

/** A rename is durable only when its directory is. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
