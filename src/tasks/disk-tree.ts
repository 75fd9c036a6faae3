import { closeSync, constants, type Dirent, fstatSync, openSync, readSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { normalizePath } from "../core/paths.ts";
import { FILE_BYTES_MAX, type FileText, type TreeReader } from "./tree-reader.ts";

/** Never the owner's text, and often a hundred thousand files. */
const SKIPPED_DIRECTORIES: ReadonlySet<string> = new Set([".git", "node_modules"]);
const DEPTH_MAX = 40;
const READS_AT_ONCE = 32;

/** Reads the work tree at `directory`, committed or not. */
export function diskTree(directory: string): TreeReader {
  const readOne = (path: string, bytesMax: number) => readBeginning(directory, path, bytesMax);
  return {
    async list() {
      const paths: string[] = [];
      await walk(directory, "", 0, paths);
      return paths.sort();
    },
    async read(path) {
      return readOne(path, FILE_BYTES_MAX)?.text;
    },
    async *files(paths, bytesMax) {
      for (const [index, path] of paths.entries()) {
        // Synchronous reads take a third of the time; others get their turn in between.
        if (index % READS_AT_ONCE === 0) await setImmediate();
        const file = readOne(path, bytesMax);
        if (file !== undefined) yield file;
      }
    },
  };
}

async function walk(root: string, under: string, depth: number, paths: string[]): Promise<void> {
  if (depth > DEPTH_MAX) return;
  // A directory that vanishes or may not be read holds nothing for us.
  const entries: Dirent[] = await readdir(join(root, under), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = under === "" ? entry.name : `${under}/${entry.name}`;
    if (entry.isFile()) paths.push(path);
    else if (entry.isDirectory() && !SKIPPED_DIRECTORIES.has(entry.name)) await walk(root, path, depth + 1, paths);
  }
}

function readBeginning(root: string, path: string, bytesMax: number): FileText | undefined {
  if (normalizePath(path) !== path) return undefined;
  let file: number | undefined;
  try {
    // O_NOFOLLOW: a link out of the repository is no file of it. O_NONBLOCK: a named pipe must not hang us.
    file = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) return undefined;
    const buffer = Buffer.allocUnsafe(Math.min(stat.size, bytesMax));
    const bytesRead = readSync(file, buffer, 0, buffer.length, 0);
    return { path, text: buffer.toString("utf8", 0, bytesRead), bytes: stat.size, cut: stat.size > bytesMax };
  } catch {
    // Gone, or not ours to read: as if it were not there.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
