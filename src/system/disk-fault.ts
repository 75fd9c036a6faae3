import { statfs } from "node:fs/promises";
import { messageOf, SignalboxError } from "../core/errors.ts";

/** Less than this is full: git and the store fail in words of their own before the last byte is used. */
const FREE_BYTES_MIN = 1024 * 1024;

/**
 * The fault of a full disk behind `error`, or undefined when there is room at `path`. Not every program says why it
 * could not write ("unable to write file"), so the disk itself is asked.
 */
export async function diskFault(path: string, error: unknown): Promise<SignalboxError | undefined> {
  if (error instanceof SignalboxError && error.code === "disk-full") return error;
  const disk = await statfs(path).catch(() => undefined);
  if (disk === undefined || disk.bavail * disk.bsize >= FREE_BYTES_MIN) return undefined;
  return new SignalboxError(
    "disk-full",
    `expected room on the disk of ${path}, got \`No space left on device\`: ${messageOf(error, 300)}`,
    {
      hint: "free some space and run the same command again; nothing was half-applied",
      cause: error,
    },
  );
}
