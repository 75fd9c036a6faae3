import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { findProgram } from "./find-program.ts";

/**
 * A mark that every process of an unconfined session inherits and that clearing the environment does not take away: its
 * limit for POSIX message queues (setrlimit(2), RLIMIT_MSGQUEUE), lowered a little, by a number of the session's own. No
 * user but root can raise a limit again. A process that lowers it once more is not found; only the box holds that one.
 */

const LINE = /^Max msgqueue size\s+(\d+)\s+(\d+)/m;
/** Half the usual limit of 819,200 bytes at most: what is left is enough for any program. */
const MARKS = 400_000;

let ownLimit: number | null | undefined;

/** The limit, in bytes, that marks a session's processes; null where there are no such limits. */
export function processMark(token: string): number | null {
  ownLimit ??= limitIn(readText("/proc/self/limits"));
  if (ownLimit === null || ownLimit <= MARKS) return null;
  return ownLimit - 1 - (createHash("sha256").update(token).digest().readUInt32BE() % MARKS);
}

/** True when the text of a `/proc/<pid>/limits` carries the mark. */
export function hasMark(limits: string, mark: number): boolean {
  return limitIn(limits) === mark;
}

/** `argv` as it must be started to carry the mark; unchanged where `prlimit` (util-linux) is missing. */
export async function marked(argv: readonly string[], token: string): Promise<readonly string[]> {
  const mark = processMark(token);
  const prlimit = mark === null ? undefined : await findProgram("prlimit", process.env["PATH"] ?? "", "/");
  return prlimit === undefined ? argv : [prlimit, `--msgqueue=${mark}:${mark}`, "--", ...argv];
}

function limitIn(text: string): number | null {
  const hard = LINE.exec(text)?.[2];
  return hard === undefined ? null : Number(hard);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
