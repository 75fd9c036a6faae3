import { randomBytes } from "node:crypto";
import { chmod, open, readFile, rename, rm } from "node:fs/promises";
import { SignalboxError } from "../core/errors.ts";

const TEXT_BYTES_MAX = 64 * 1024 * 1024;

/** The text of a file, or undefined when there is none. @throws SignalboxError `bad-input` above 64 MiB. */
export async function readTextFile(path: string): Promise<string | undefined> {
  try {
    const content = await readFile(path);
    if (content.length <= TEXT_BYTES_MAX) return content.toString("utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  throw new SignalboxError("bad-input", `expected a text file of at most ${TEXT_BYTES_MAX} bytes, got \`${path}\``, {
    hint: "remove or split the file",
  });
}

/** Replaces a file in one step, durable before it is visible; a crash leaves the old content or the new, never half. */
export async function writeFileAtomically(path: string, content: string, mode = 0o600): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** True for "no such file or directory". */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
