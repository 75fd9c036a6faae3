import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Both hash functions git knows; a repository keeps to one. */
export type ObjectFormat = "sha1" | "sha256";

export const objectFormatOf = (oid: string): ObjectFormat => (oid.length === 64 ? "sha256" : "sha1");

/**
 * `copied`: the tree was copied from a template, so inode and change time in the index mean nothing; size and
 * modification time identify a file (every file of a template has a second of its own, see template.ts).
 * `checked-out`: git wrote the files itself; the change time, which no program can set, betrays any later write.
 */
export type StatTrust = "copied" | "checked-out";

export interface GitDirectoryOptions {
  /** The cache's directory: where objects are read and written. */
  readonly cache: string;
  readonly format: ObjectFormat;
  /** Commit that HEAD names; null leaves it unborn. */
  readonly head: string | null;
  readonly trust: StatTrust;
  readonly exclude: readonly string[];
}

/**
 * Lays out a git directory of the coordinator for a tree somebody else writes. Nothing in it can be set from inside the
 * tree. Attributes named there cannot start a filter program or make git give up on an encoding; `text` and `eol` keep
 * their meaning. Objects are the cache's own, and precious: no gc run here by hand can prune them.
 */
export async function makeGitDirectory(path: string, options: GitDirectoryOptions): Promise<void> {
  await mkdir(join(path, "refs"), { recursive: true });
  await mkdir(join(path, "info"));
  await symlink(join(options.cache, "objects"), join(path, "objects"));
  for (const [file, text] of gitDirectoryFiles(options)) await writeFile(join(path, file), text);
}

/** The files of such a directory that tell git what to do, each with the only text it may have. */
export function gitDirectoryFiles(options: GitDirectoryOptions): ReadonlyMap<string, string> {
  return new Map([
    ["HEAD", `${options.head ?? "ref: refs/heads/none"}\n`],
    ["config", `${formatConfig(options.format, true)}${coordinatorConfig(options.trust)}`],
    ["info/attributes", "* !filter !ident !working-tree-encoding\n"],
    ["info/exclude", excludeText(options.exclude)],
  ]);
}

/** What a git directory of the coordinator's never has, and git would obey. */
export const NEVER_IN_GIT_DIRECTORY = ["hooks", "config.worktree", "commondir", "info/grafts", "refs/replace"] as const;

/** Configuration lines that say how objects are hashed, and whether they may ever be deleted. */
export function formatConfig(format: ObjectFormat, precious: boolean): string {
  const extensions = [...(precious ? ["preciousObjects = true"] : []), ...(format === "sha256" ? ["objectFormat = sha256"] : [])];
  if (extensions.length === 0) return "[core]\n\trepositoryFormatVersion = 0\n";
  return `[core]\n\trepositoryFormatVersion = 1\n[extensions]\n${extensions.map((line) => `\t${line}\n`).join("")}`;
}

/** Configuration lines for a tree whose files were copied with their times. */
export function statConfig(trust: StatTrust): string {
  return trust === "copied" ? "\tcheckStat = minimal\n\ttrustCTime = false\n" : "\tcheckStat = default\n\ttrustCTime = true\n";
}

/** Ignore lines for exactly these paths. Without a slash at the end, so that a link of that name is meant too. */
export function excludeText(paths: readonly string[]): string {
  return paths.map((path) => `/${path.replace(/[\\*?[\]!#\s]/g, "\\$&")}\n`).join("");
}

function coordinatorConfig(trust: StatTrust): string {
  return [
    "[core]\n\tbare = false\n\tfileMode = true\n\tautoCrlf = false\n\tsafeCrlf = false\n",
    // Written by the agent's git next to its objects, and believed without checking.
    "\tcommitGraph = false\n\tmultiPackIndex = false\n",
    "\tbigFileThreshold = 32m\n",
    statConfig(trust),
    "[submodule]\n\trecurse = false\n",
  ].join("");
}
