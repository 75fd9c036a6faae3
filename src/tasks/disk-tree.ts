import type { Dirent } from "node:fs";
import { constants, open, readdir } from "node:fs/promises";
import { join } from "node:path";
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
      return (await readOne(path, FILE_BYTES_MAX))?.text;
    },
    async *files(paths, bytesMax) {
      for (let start = 0; start < paths.length; start += READS_AT_ONCE) {
        const group = await Promise.all(paths.slice(start, start + READS_AT_ONCE).map((path) => readOne(path, bytesMax)));
        for (const file of group) if (file !== undefined) yield file;
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

async function readBeginning(root: string, path: string, bytesMax: number): Promise<FileText | undefined> {
  if (normalizePath(path) !== path) return undefined;
  // O_NOFOLLOW: a link out of the repository is no file of it. O_NONBLOCK: a named pipe must not hang us.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(join(root, path), flags).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const { size: bytes, ...stat } = await handle.stat();
    if ((stat.mode & constants.S_IFMT) !== constants.S_IFREG) return undefined;
    const buffer = Buffer.alloc(Math.min(bytes, bytesMax));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return { path, text: buffer.toString("utf8", 0, bytesRead), bytes, cut: bytes > bytesMax };
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}
