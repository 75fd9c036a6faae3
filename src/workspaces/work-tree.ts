import type { Stats } from "node:fs";
import type { Git } from "../git/git.ts";
import { lstatOrNothing } from "./plain-files.ts";

/**
 * A path as git and the file system know it: bytes, held as one character per byte, so that a name which is no UTF-8
 * still names its file. `pathText` is for people.
 */
export type RawPath = string & { readonly kind: "raw path" };

export const rawPath = (bytes: string): RawPath => bytes as RawPath;
export const rawPathOf = (text: string): RawPath => rawPath(Buffer.from(text).toString("latin1"));
export const pathBytes = (path: RawPath): Buffer => Buffer.from(path, "latin1");
export const pathText = (path: RawPath): string => pathBytes(path).toString("utf8");
export const joinRaw = (...parts: readonly RawPath[]): RawPath => rawPath(parts.filter((part) => part !== "").join("/"));

/** NUL-separated output of git as raw paths. */
export async function rawFields(git: Git, args: readonly string[]): Promise<RawPath[]> {
  const text = (await git.run(args)).stdout.toString("latin1");
  return text === "" ? [] : text.replace(/\0$/, "").split("\0").map(rawPath);
}

/** Raw paths as standard input for git's `-z`. */
export const rawInput = (paths: readonly RawPath[]): Buffer => Buffer.from(paths.map((path) => `${path}\0`).join(""), "latin1");

export interface WorkTreeChanges {
  /** Tracked paths whose file is changed, gone or of another type. */
  readonly tracked: readonly RawPath[];
  /** Files nobody ignores and git does not track. */
  readonly untracked: readonly RawPath[];
  /** Untracked directories with a `.git` of their own. */
  readonly nested: readonly RawPath[];
}

/** Compares a work tree with the index. Submodules are not looked into: git would run their configuration. */
export async function listChanges(git: Git): Promise<WorkTreeChanges> {
  const entries = await rawFields(git, [
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--ignore-submodules=all",
    "--no-renames",
  ]);
  const paths = (wanted: (code: string, path: string) => boolean) =>
    entries.filter((entry) => wanted(entry.slice(0, 2), entry.slice(3))).map((entry) => rawPath(entry.slice(3)));
  return {
    tracked: paths((code) => code !== "??" && code[1] !== " "),
    untracked: paths((code, path) => code === "??" && !path.endsWith("/")),
    nested: paths((code, path) => code === "??" && path.endsWith("/")).map((path) => rawPath(path.slice(0, -1))),
  };
}

export interface IndexLayout {
  readonly files: readonly RawPath[];
  /** Entries that are other repositories: submodules, or nested ones the agent added. */
  readonly gitlinks: readonly RawPath[];
  /** Directories that hold tracked files, the root as the empty path. Git never says that one of them has a `.git`. */
  readonly directories: readonly RawPath[];
}

export async function readIndexLayout(git: Git): Promise<IndexLayout> {
  const files: RawPath[] = [];
  const gitlinks: RawPath[] = [];
  const directories = new Set<string>([""]);
  for (const entry of await rawFields(git, ["ls-files", "--stage", "-z"])) {
    const path = entry.slice(entry.indexOf("\t") + 1);
    (entry.startsWith("160000 ") ? gitlinks : files).push(rawPath(path));
    for (let directory = parentOf(path); !directories.has(directory); directory = parentOf(directory)) directories.add(directory);
  }
  return { files, gitlinks, directories: [...directories].map(rawPath) };
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Looks at paths of one tree without following a link anywhere on the way. */
export function plainLookup(tree: string): (path: RawPath) => Promise<Stats | undefined> {
  const root = rawPathOf(tree);
  const directories = new Map<string, Promise<boolean>>();
  const isDirectory = (path: string): Promise<boolean> => {
    let known = directories.get(path);
    if (known === undefined) {
      known = parentIsDirectory(path).then(async (real) => real && ((await lstatOrNothing(absolute(path)))?.isDirectory() ?? false));
      directories.set(path, known);
    }
    return known;
  };
  const parentIsDirectory = (path: string): Promise<boolean> => (path.includes("/") ? isDirectory(parentOf(path)) : Promise.resolve(true));
  const absolute = (path: string): Buffer => pathBytes(joinRaw(root, rawPath(path)));
  return async (path) => ((await parentIsDirectory(path)) ? lstatOrNothing(absolute(path)) : undefined);
}
