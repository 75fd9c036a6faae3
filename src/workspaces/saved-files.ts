import type { Stats } from "node:fs";
import { readdir, readlink } from "node:fs/promises";
import type { Git } from "../git/git.ts";
import { writeBlob } from "../git/objects.ts";
import { lstatOrNothing } from "./plain-files.ts";
import { joinRaw, pathBytes, pathText, type RawPath, rawPath, rawPathOf } from "./work-tree.ts";

/**
 * Files git will not track under their own name: whatever lies in a `.git`. They are saved byte for byte under another
 * name: `lib/.git/HEAD` becomes `lib/saved.git/HEAD`.
 */

/** Names git takes for its own directory on some file system, and so refuses in a tree. */
export const isGitName = (component: string): boolean => /^(?:\.git[ .]*|git~1)(?::.*)?$/i.test(component);

export const hasGitName = (path: RawPath): boolean => path.split("/").some(isGitName);

const savedName = (path: RawPath): RawPath =>
  rawPath(
    path
      .split("/")
      .map((part) => (isGitName(part) ? `saved${part}` : part))
      .join("/"),
  );

/** Everything below (or at) `path`, directories and links not followed. */
export async function listBelow(tree: string, path: RawPath): Promise<{ readonly path: RawPath; readonly stats: Stats }[]> {
  const absolute = pathBytes(joinRaw(rawPathOf(tree), path));
  const stats = await lstatOrNothing(absolute);
  if (stats === undefined) return [];
  if (!stats.isDirectory()) return [{ path, stats }];
  const names = await readdir(absolute, { encoding: "buffer" });
  const below = await Promise.all(names.map((name) => listBelow(tree, joinRaw(path, rawPath(name.toString("latin1"))))));
  return below.flat();
}

/**
 * Adds files to the index of `git` under their saved names, unfiltered.
 * @returns problems: what could not be saved.
 */
export async function saveFiles(git: Git, tree: string, paths: readonly RawPath[]): Promise<string[]> {
  const problems: string[] = [];
  const files: RawPath[] = [];
  const lines: string[] = [];
  const root = rawPathOf(tree);
  for (const { path, stats } of (await Promise.all(paths.map((each) => listBelow(tree, each)))).flat()) {
    if (stats.isSymbolicLink()) {
      const target = await readlink(pathBytes(joinRaw(root, path)), { encoding: "buffer" });
      lines.push(`120000 ${await writeBlob(git, target)}\t${savedName(path)}\0`);
    } else if (stats.isFile() && path.includes("\n")) problems.push(`${pathText(path)} has a line break in its name`);
    else if (stats.isFile()) files.push(path);
  }
  if (files.length > 0) {
    const input = Buffer.from(files.map((path) => `${joinRaw(root, path)}\n`).join(""), "latin1");
    const oids = (await git.text(["hash-object", "-w", "--no-filters", "--stdin-paths"], { input })).split("\n");
    for (const [index, path] of files.entries()) lines.push(`100644 ${oids[index]}\t${savedName(path)}\0`);
  }
  if (lines.length > 0)
    await git.run(["update-index", "-z", "--replace", "--index-info"], { input: Buffer.from(lines.join(""), "latin1") });
  return problems;
}
