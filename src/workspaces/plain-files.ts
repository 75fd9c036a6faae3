import type { Stats } from "node:fs";
import { constants, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Reading what an agent may have written: never through a link, never from a pipe or device, never without a limit. */

/** Content of a regular file; undefined when it is absent, a link, special, unreadable or larger than `bytesMax`. */
export async function readPlainFile(path: string, bytesMax: number): Promise<Buffer | undefined> {
  // O_NONBLOCK: opening a FIFO nobody writes to would wait for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= bytesMax ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}

/** What is at `path` itself, links not followed; undefined when nothing is. */
export async function lstatOrNothing(path: string | Buffer): Promise<Stats | undefined> {
  return lstat(path).catch(() => undefined);
}

export async function isPlainDirectory(path: string): Promise<boolean> {
  return (await lstatOrNothing(path))?.isDirectory() ?? false;
}

/** Names in a directory by type; nothing when it is not a directory itself. */
export async function listPlainDirectory(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly directories: readonly string[] }> {
  if (!(await isPlainDirectory(path))) return { files: [], directories: [] };
  const entries = await readdir(path, { withFileTypes: true });
  return {
    files: entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
    directories: entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name),
  };
}

/** Is every existing directory on the way from `root` to `path` (relative, without `..`) a real one? The last part is not looked at. */
export async function hasPlainParents(root: string, path: string): Promise<boolean> {
  let directory = root;
  for (const part of path.split("/").slice(0, -1)) {
    directory = join(directory, part);
    const stats = await lstatOrNothing(directory);
    if (stats === undefined) return true;
    if (!stats.isDirectory()) return false;
  }
  return true;
}
