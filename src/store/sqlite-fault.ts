import { messageOf, SignalboxError } from "../core/errors.ts";

/** SQLite's primary result codes that a person can do something about (sqlite.org/rescode.html). */
const ADVICE: ReadonlyMap<number, readonly ["work-failed" | "disk-full" | "already-running", string, string]> = new Map([
  [3, ["work-failed", "a file it may read and write", "check who owns the file and its directory"]],
  [5, ["already-running", "to be the only writer", "end the other program that has it open, then try again"]],
  [6, ["already-running", "to be the only writer", "end the other program that has it open, then try again"]],
  [8, ["work-failed", "a writable file", "check the permissions of the file and its directory, and that its disk is not read-only"]],
  [10, ["work-failed", "to read and write its disk", "check the disk's health and free space"]],
  [11, ["work-failed", "an intact database", "move the file away; the claims on the remote and the salvaged work are not in it"]],
  [13, ["disk-full", "room on the disk", "free some space, then run the same command again: nothing was half-written"]],
  [14, ["work-failed", "to open the file", "check that its directory exists and is writable"]],
  [26, ["work-failed", "a database", "move the file away; something else was written over it"]],
]);

/** What SQLite or the file system threw, as a fault a person can act on; anything of ours passes unchanged. */
export function sqliteFault(file: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const known = ADVICE.get(resultCodeOf(error) & 0xff);
  if (known === undefined) return error;
  const [code, expected, hint] = known;
  return new SignalboxError(code, `the store ${file}: expected ${expected}, got \`${messageOf(error)}\``, { hint, cause: error });
}

const CODE_OF_ERRNO: Readonly<Record<string, number>> = {
  EACCES: 3,
  EPERM: 3,
  EROFS: 8,
  EIO: 10,
  ENOSPC: 13,
  EDQUOT: 13,
  ENOENT: 14,
  EISDIR: 14,
  ENOTDIR: 14,
};

function resultCodeOf(error: Error): number {
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode;
  return "code" in error && typeof error.code === "string" ? (CODE_OF_ERRNO[error.code] ?? 0) : 0;
}
